import { randomUUID } from 'node:crypto';
import { until } from '@fleetgraph/kit/testing/until';
import type { TestBooking } from './held-booking.js';
import { finance, type Till } from './start-till.js';

/** The mutation of staff that gives money back. */
export const REFUND = `mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) {
  __typename ... on RefundPaymentSuccess { refund { id state amount { amountMinor } } }
  ... on RefundExceedsCapture { refundable { amountMinor } } ... on UserError { code message } } }`;

/** What `refundPayment` answered. */
export interface RefundAnswer {
  readonly __typename: string;
  readonly refund?: { readonly id: string };
}

/** Which refund to ask for; the default key is a new one. */
export interface AskedRefund {
  readonly paymentId: string;
  readonly amountMinor: bigint;
  readonly idempotencyKey?: string;
}

/** Finance gives money back by hand. */
export async function askRefund(till: Till, { paymentId, amountMinor, idempotencyKey = randomUUID() }: AskedRefund) {
  const input = { paymentId, amountMinor: amountMinor.toString(), reason: 'Goodwill', idempotencyKey };
  const answer = await till.payments.query<{ refundPayment: RefundAnswer }>(REFUND, { input }, { as: finance });
  if (!answer.data?.refundPayment) throw new Error(JSON.stringify(answer.errors));
  return answer.data.refundPayment;
}

/** Waits until the provider gave back exactly this much, and we know of all of it. */
export const untilRefunded = (till: Till, booking: TestBooking, amount: number): Promise<boolean> =>
  until(async () => {
    const { refunded } = await till.charges(booking);
    const open = await till.payments.sql(
      `select 1 from refund join payment p on p.id = payment_id where booking_id = $1 and refund.state <> 'SUCCEEDED'`,
      [booking.bookingId],
    );
    return refunded === amount && open.length === 0;
  });
