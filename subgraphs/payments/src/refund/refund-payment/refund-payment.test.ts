import { randomUUID } from 'node:crypto';
import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { askRefund, REFUND, untilRefunded } from '../../booking/testing/ask-refund.js';
import type { TestBooking } from '../../booking/testing/held-booking.js';
import { customer, startTill, type Till } from '../../booking/testing/start-till.js';

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterEach(async () => {
  Object.assign(till.sandbox.controls, { loseAnswers: 0, failRequests: 0, matching: '' });
  expect(await till.violations()).toEqual([]);
});
afterAll(() => till.stop());

const refund = (paymentId: string, amountMinor: bigint, idempotencyKey?: string) =>
  askRefund(till, { paymentId, amountMinor, ...(idempotencyKey && { idempotencyKey }) });
const untilGivenBack = (booking: TestBooking, amount: number) => untilRefunded(till, booking, amount);

describe('refundPayment', () => {
  it('never gives back more than was taken, however many ask at once', async () => {
    const booking = await till.hold();
    const { id } = await till.buy(booking);
    const answers = await Promise.all(Array.from({ length: 12 }, () => refund(id, 3_000n)));

    const outcomes = answers.map(({ __typename }) => __typename).sort();
    expect(outcomes).toEqual([...Array(6).fill('RefundExceedsCapture'), ...Array(6).fill('RefundPaymentSuccess')]);
    expect(answers.find((answer) => answer.__typename === 'RefundExceedsCapture')).toMatchObject({
      refundable: { amountMinor: '2000' },
    });
    await untilGivenBack(booking, 18_000);
  });

  it('makes two equal refunds of two keys, and one of one key', async () => {
    const booking = await till.hold();
    const { id } = await till.buy(booking);
    const key = randomUUID();
    const answers = await Promise.all([refund(id, 1_000n, key), refund(id, 1_000n, key), refund(id, 1_000n)]);
    expect(new Set(answers.map((answer) => answer.refund?.id)).size).toBe(2);
    await untilGivenBack(booking, 2_000);
    expect(await refund(id, 2_000n, key)).toMatchObject({ __typename: 'IdempotencyConflict' });
  });

  it('is asked for once at the provider when its answer is lost', async () => {
    const booking = await till.hold();
    const { id } = await till.buy(booking);
    Object.assign(till.sandbox.controls, { loseAnswers: 1, matching: 'POST /v1/refunds' });
    await refund(id, 5_000n);
    await untilGivenBack(booking, 5_000);
  });

  it.each([
    ['nothing', 0n],
    ['less than nothing', -5n],
  ])('refuses to give back %s', async (_what, amountMinor) => {
    expect(await refund(randomUUID(), amountMinor)).toMatchObject({ __typename: 'InputInvalid' });
  });

  it('is for finance only, and tells nothing about payments that are not there', async () => {
    const booking = await till.hold();
    const { id } = await till.buy(booking);
    const input = { paymentId: id, amountMinor: '100', reason: 'mine', idempotencyKey: randomUUID() };
    const own = await till.payments.query(REFUND, { input }, { as: customer(booking.customerId) });
    expect(own.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    await expect(refund(randomUUID(), 100n)).rejects.toThrow(/NOT_FOUND/);
    await expect(refund('no-such-id', 100n)).rejects.toThrow(/NOT_FOUND/);
  });

  it('shows a pending refund as pending, and one that the bank sends back as reversed', async () => {
    const pending = await till.hold();
    const states = async (booking: TestBooking) =>
      (
        await till.payments.sql<{ state: string }>(
          'select r.state from refund r join payment p on p.id = r.payment_id where booking_id = $1',
          [booking.bookingId],
        )
      ).map(({ state }) => state);
    const card = async (number: string) => {
      const exp = { exp_month: 12, exp_year: 2034, cvc: '123' };
      return (await till.sandbox.client.paymentMethods.create({ type: 'card', card: { number, ...exp } })).id;
    };
    const { id } = await till.buy(pending, await card('4000000000007726'));
    await refund(id, 1_000n);
    await until(async () => (await states(pending)).some((state) => state === 'PENDING' || state === 'SUCCEEDED'));

    const failing = await till.hold();
    const { id: failingId } = await till.buy(failing, await card('4000000000005126'));
    await refund(failingId, 1_000n);
    await until(async () => (await states(failing)).includes('REVERSED'), 15_000);
  });
});
