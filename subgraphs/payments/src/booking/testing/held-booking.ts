import { randomUUID } from 'node:crypto';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Timestamp, timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { BookedLineSchema } from '@fleetgraph/schema/events/bookings_pb';

type NewLine = MessageInitShape<typeof BookedLineSchema>;

/** A booking as bookings tells of it. */
export interface TestBooking {
  readonly bookingId: string;
  readonly locator: string;
  readonly customerId: string;
  readonly organisationId: string;
  readonly lines: NewLine[];
  readonly total: { readonly amountMinor: bigint; readonly currency: string };
  readonly holdExpiresAt: Timestamp;
  readonly sequence: number;
}

/** What a test wants to be special. */
export interface BookingWish {
  readonly customerId?: string;
  readonly organisationId?: string;
  /** Gross price of each line in cents; the default is a car for 120.00 and a flight for 80.00. */
  readonly prices?: readonly bigint[];
  /** Negative: the hold is over. */
  readonly holdSeconds?: number;
  readonly currency?: string;
}

const KINDS = ['CAR', 'FLIGHT', 'WORKSHOP', 'BIKE', 'PRODUCT'];

/** Makes a held booking with one line per price. */
export function heldBooking(wish: BookingWish = {}): TestBooking {
  const { customerId = randomUUID(), prices = [12_000n, 8_000n], holdSeconds = 600, currency = 'EUR' } = wish;
  return {
    bookingId: randomUUID(),
    locator: 'QX7R2M',
    customerId,
    organisationId: wish.organisationId ?? '',
    lines: prices.map((amountMinor, index) => lineOf(index, amountMinor, currency)),
    total: { amountMinor: prices.reduce((total, price) => total + price, 0n), currency },
    holdExpiresAt: timestampFromDate(new Date(Date.now() + holdSeconds * 1000)),
    sequence: 1,
  };
}

function lineOf(index: number, amountMinor: bigint, currency: string): NewLine {
  const kind = KINDS[index % KINDS.length] ?? 'CAR';
  return {
    lineId: randomUUID(),
    bookableId: randomUUID(),
    kind,
    title: `Line ${index + 1}, Łódź – Αθήνα`,
    quantity: 1,
    timeZone: 'Europe/Berlin',
    locationId: randomUUID(),
    gross: { amountMinor, currency },
    taxCategory: index % 2 === 0 ? 'STANDARD' : 'REDUCED',
    taxRateBps: index % 2 === 0 ? 1900 : 700,
    state: 'HELD',
  };
}
