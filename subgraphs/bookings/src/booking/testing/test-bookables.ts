import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { BookableChangedSchema } from '@fleetgraph/schema/events/fleet_pb';

type Bookable = Omit<MessageInitShape<typeof BookableChangedSchema>, '$typeName' | 'bookableId' | 'version' | 'active'>;

/** Cents of a euro as events carry them. */
export const eur = (cents: number) => ({ amountMinor: BigInt(cents), currency: 'EUR' });

const plan = (part: object) => ({
  planId: 'plan',
  currency: 'EUR',
  taxCategory: 'STANDARD',
  taxRateBps: 1900,
  ...part,
});

/** A class of cars at a price per day. */
export const carClass = ({ perDay = 4900, title = 'Compact', turnaroundMinutes = 60 } = {}): Bookable => ({
  kind: 'CAR',
  title,
  ratePlan: plan({
    day: {
      perDay: eur(perDay),
      graceMinutes: 59,
      oneWayFee: eur(7500),
      extras: [{ code: 'CHILD_SEAT', title: 'Child seat', price: eur(500), perDay: true }],
    },
  }),
  details: { case: 'carClass', value: { acriss: 'CDMR', seats: 5, minimumDriverAge: 21, turnaroundMinutes } },
});

/** A bike by plan A of the rules. */
export const bike = (locationId: string, unitId: string): Bookable => ({
  kind: 'BIKE',
  title: 'City bike',
  locationId,
  ratePlan: plan({
    usage: {
      base: eur(200),
      perMinute: [
        { start: 30, end: 60, interval: 0, rate: eur(300) },
        { start: 60, interval: 1, rate: eur(10) },
      ],
      reservationPerMinute: eur(10),
    },
  }),
  details: { case: 'bike', value: { propulsion: 'HUMAN', unitId, reservationMinutes: 30 } },
});

/** What a test says of a flight. */
export interface TestFlight {
  readonly rows?: number;
  readonly departsAt?: Date;
}

const TEN_DAYS_MS = 10 * 86_400_000;

/** A flight with two business seats in row 1 and economy seats A to F from row 2 on. */
export function flight(originId: string, destinationId: string, { rows = 2, departsAt }: TestFlight = {}): Bookable {
  const departure = departsAt ?? new Date(Date.now() + TEN_DAYS_MS);
  const economy = Array.from({ length: rows }, (_, i) => i + 2).flatMap((row) =>
    [...'ABCDEF'].map((letter) => ({
      designator: `${row}${letter}`,
      cabinClass: 'ECONOMY',
      features: row === 2 ? ['EXTRA_LEGROOM'] : [],
    })),
  );
  const business = ['1A', '1F'].map((designator) => ({ designator, cabinClass: 'BUSINESS', features: ['WINDOW'] }));
  const fare = {
    fares: [
      { cabinClass: 'ECONOMY', price: eur(11900) },
      { cabinClass: 'BUSINESS', price: eur(39900) },
    ],
    surcharges: [{ feature: 'EXTRA_LEGROOM', price: eur(2500) }],
  };
  const value = {
    number: 'LH1',
    carrier: 'LH',
    originId,
    destinationId,
    departsAt: timestampFromDate(departure),
    departsZone: 'Europe/Berlin',
    arrivesAt: timestampFromDate(new Date(departure.getTime() + 2 * 3_600_000)),
    arrivesZone: 'Europe/London',
    aircraft: 'A320',
    seats: [...business, ...economy],
  };
  const ratePlan = plan({ fare, taxCategory: 'ZERO', taxRateBps: 0 });
  return { kind: 'FLIGHT', title: 'LH1', locationId: originId, ratePlan, details: { case: 'flight', value } };
}

/** An oil change of an hour that needs a lift. */
export const service = (locationId: string): Bookable => ({
  kind: 'WORKSHOP',
  title: 'Oil change',
  locationId,
  ratePlan: plan({ unit: { price: eur(8900) } }),
  details: {
    case: 'workshopService',
    value: {
      durationMinutes: 60,
      bufferBeforeMinutes: 10,
      bufferAfterMinutes: 20,
      bayCapability: 'LIFT',
      skill: 'OIL',
      minimumNoticeMinutes: 0,
    },
  },
});

/** Goods. */
export const product = (locationId: string, { title = 'Child seat', price = 1999 } = {}): Bookable => ({
  kind: 'PRODUCT',
  title,
  locationId,
  ratePlan: plan({ unit: { price: eur(price) } }),
  details: { case: 'productVariant', value: { sku: title, productId: 'p', backorder: false, backorderLimit: 0 } },
});
