import { randomUUID } from 'node:crypto';
import type { TestSubgraph, TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { until } from '@fleetgraph/kit/testing/until';
import {
  BookingCancelledSchema,
  BookingConfirmedSchema,
  BookingExpiredSchema,
  BookingHeldSchema,
  BookingReleasedSchema,
  ConfirmationRefusedSchema,
  LineStateChangedSchema,
} from '@fleetgraph/schema/events/bookings_pb';
import type { PaymentsOptions } from '../../config.js';
import { invariants } from '../../invariants.js';
import { type BookingWish, heldBooking, type TestBooking } from './held-booking.js';
import { startSandbox, type TestSandbox } from './start-sandbox.js';
import { startTestPayments, WEBHOOK_SECRETS } from './start-test-payments.js';

/** Somebody who may pay and read what is theirs. */
export const customer = (subject: string): TestViewer => ({
  subject,
  roles: ['CUSTOMER'],
  scopes: ['payments:own', 'bookings:own'],
});

/** Somebody of finance. */
export const finance: TestViewer = {
  subject: randomUUID(),
  roles: ['FINANCE'],
  scopes: ['payments:read', 'payments:refund', 'ledger:read'],
};

const START = `mutation ($input: StartPaymentInput!) { startPayment(input: $input) {
  __typename ... on StartPaymentSuccess { clientSecret publishableKey payment { id state } } ... on UserError { code message } } }`;

/** What `startPayment` answered. */
export interface StartAnswer {
  readonly __typename: string;
  readonly clientSecret: string;
  readonly publishableKey: string;
  readonly payment: { readonly id: string; readonly state: string };
  readonly code?: string;
  readonly message?: string;
}

/** A row of `payment` as tests look at it. */
export interface PaymentRow {
  readonly id: string;
  readonly state: string;
  readonly intent_id: string;
  readonly captured_minor: bigint;
  readonly refunded_minor: bigint;
}

/** Payments with a real provider's sandbox, and short words for what bookings and customers do. */
export class Till {
  constructor(
    readonly payments: TestSubgraph,
    readonly sandbox: TestSandbox,
  ) {}

  /** Bookings tells that a basket is held, and payments has heard it: a consumer that has just started takes its time. */
  async hold(wish: BookingWish = {}): Promise<TestBooking> {
    const booking = heldBooking(wish);
    await this.payments.publish(BookingHeldSchema, { key: booking.bookingId, payload: booking });
    await until(async () => (await this.payments.sql('select 1 from booking where id = $1', [booking.bookingId]))[0]);
    return booking;
  }

  async start(
    booking: Pick<TestBooking, 'bookingId' | 'customerId'>,
    key: string = randomUUID(),
  ): Promise<StartAnswer> {
    const input = { bookingId: booking.bookingId, idempotencyKey: key };
    const answer = await this.payments.query<{ startPayment: StartAnswer }>(
      START,
      { input },
      { as: customer(booking.customerId) },
    );
    if (!answer.data?.startPayment) throw new Error(JSON.stringify(answer.errors));
    return answer.data.startPayment;
  }

  /** The customer's browser confirms with a test card; answers when we know of it. */
  async authorise(booking: TestBooking, card = 'pm_card_visa'): Promise<PaymentRow> {
    const { clientSecret } = await this.start(booking);
    await this.sandbox.client.paymentIntents.confirm(intentOf(clientSecret), { payment_method: card });
    return this.untilState(booking, 'REQUIRES_CAPTURE');
  }

  /** The whole way to money that was taken. */
  async buy(booking: TestBooking, card?: string): Promise<PaymentRow> {
    const { id } = await this.authorise(booking, card);
    await this.confirm(booking, id);
    return this.untilState(booking, 'SUCCEEDED');
  }

  confirm(booking: TestBooking, paymentId: string): Promise<string> {
    const { holdExpiresAt: _, ...confirmed } = booking;
    const payload = { ...confirmed, paymentId, sequence: 2 };
    return this.payments.publish(BookingConfirmedSchema, { key: booking.bookingId, payload });
  }

  expire({ bookingId, customerId }: TestBooking): Promise<string> {
    const payload = { bookingId, customerId, sequence: 2 };
    return this.payments.publish(BookingExpiredSchema, { key: bookingId, payload });
  }

  release({ bookingId, customerId }: TestBooking): Promise<string> {
    const payload = { bookingId, customerId, sequence: 2 };
    return this.payments.publish(BookingReleasedSchema, { key: bookingId, payload });
  }

  refuse({ bookingId }: TestBooking, paymentId: string, reason = 'HOLD_EXPIRED'): Promise<string> {
    const payload = { bookingId, paymentId, reason, sequence: 3 };
    return this.payments.publish(ConfirmationRefusedSchema, { key: bookingId, payload });
  }

  /** Bookings tells that lines were cancelled, with what each gives back. */
  cancel({ bookingId, lines }: TestBooking, refunds: Readonly<Record<number, bigint>>, whole = false): Promise<string> {
    const cancelled = Object.entries(refunds).flatMap(([index, amountMinor]) => {
      const line = lines[Number(index)];
      return line ? [{ line, refund: { amountMinor, currency: 'EUR' } }] : [];
    });
    const payload = { bookingId, cancellationId: randomUUID(), lines: cancelled, whole, sequence: 4 };
    return this.payments.publish(BookingCancelledSchema, { key: bookingId, payload });
  }

  deliver({ bookingId, lines }: TestBooking, index: number): Promise<string> {
    const line = lines[index];
    const payload = { bookingId, ...(line && { line }), fromState: 'IN_USE', toState: 'COMPLETED', sequence: 5 };
    return this.payments.publish(LineStateChangedSchema, { key: bookingId, payload });
  }

  async payment({ bookingId }: Pick<TestBooking, 'bookingId'>): Promise<PaymentRow | undefined> {
    return (
      await this.payments.sql<PaymentRow>('select * from payment where booking_id = $1 order by created_at desc', [
        bookingId,
      ])
    )[0];
  }

  untilState(booking: TestBooking, state: string): Promise<PaymentRow> {
    return until(async () => {
      const payment = await this.payment(booking);
      return payment?.state === state ? payment : undefined;
    });
  }

  /** Balance of each account over the entries of one booking; settled accounts are left out. */
  async balances({ bookingId }: TestBooking): Promise<Record<string, bigint>> {
    const rows = await this.payments.sql<{ account: string; balance: bigint }>(
      `select account, sum(amount_minor)::bigint as balance from posting join ledger_entry e on e.id = entry_id
       where booking_id = $1 group by account having sum(amount_minor) <> 0 order by account`,
      [bookingId],
    );
    return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
  }

  /** What the provider holds for a booking: the last word on how often a customer was charged. */
  async charges({ bookingId }: TestBooking): Promise<{ captured: number; refunded: number; intents: number }> {
    const { data } = await this.sandbox.client.paymentIntents.list({ limit: 100 });
    const own = data.filter(({ metadata }) => metadata.fleetgraph_booking_id === bookingId);
    const charges = await Promise.all(own.map(({ id }) => this.sandbox.client.charges.list({ payment_intent: id })));
    const all = charges.flatMap((page) => page.data).filter(({ captured }) => captured);
    const total = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0);
    return {
      captured: total(all.map(({ amount_captured }) => amount_captured)),
      refunded: total(all.map(({ amount_refunded }) => amount_refunded)),
      intents: own.length,
    };
  }

  /** Invariants that do not hold, by id. */
  async violations(): Promise<string[]> {
    const outcomes = await Promise.all(
      invariants.map(async ({ id, sql }) => ((await this.payments.sql(sql)).length > 0 ? id : '')),
    );
    return outcomes.filter((id) => id !== '');
  }

  async stop(): Promise<void> {
    await this.payments.stop();
    await this.sandbox.stop();
  }
}

/** Id of the provider's object inside the secret that the browser gets. */
export const intentOf = (clientSecret: string): string => clientSecret.split('_secret_')[0] ?? '';

/** Starts sandbox and payments for one test file. */
export async function startTill(overrides: Partial<PaymentsOptions> = {}): Promise<Till> {
  const sandbox = await startSandbox();
  const payments = await startTestPayments({ stripe: sandbox.options, ...overrides });
  sandbox.deliverTo({ url: new URL('/webhooks/stripe', payments.running.url).href, secret: WEBHOOK_SECRETS[0] });
  return new Till(payments, sandbox);
}
