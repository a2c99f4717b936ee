import { randomUUID } from 'node:crypto';
import { until } from '@fleetgraph/kit/testing/until';
import { PaymentCapturedSchema, RefundSucceededSchema } from '@fleetgraph/schema/events/payments_pb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CrashableTill, startCrashableTill } from '../../booking/testing/start-crashable-till.js';
import { intentOf, type Till } from '../../booking/testing/start-till.js';

/** Jobs of a killed process are taken over within this time. */
const PATIENCE_MS = 60_000;

let crashable: CrashableTill;
let till: Till;
beforeAll(async () => {
  crashable = await startCrashableTill();
  till = crashable.till;
});
afterEach(async () => {
  expect(await till.violations()).toEqual([]);
});
afterAll(() => crashable.stop());

/** Lets the provider answer late, kills payments once the effect is there, and starts it again. */
async function killAfter(
  call: string,
  cause: () => Promise<unknown>,
  hasEffect: () => Promise<boolean>,
): Promise<void> {
  Object.assign(till.sandbox.controls, { delayAnswerMs: 3_000, matching: call });
  const caused = cause().catch(() => undefined); // its answer dies with the process
  await until(hasEffect);
  await crashable.kill();
  await caused;
  Object.assign(till.sandbox.controls, { delayAnswerMs: 0, matching: '' });
  await crashable.restart();
}

describe('payments, killed between the provider and its own database', () => {
  it('opens one payment, takes the money once and gives it back once', async () => {
    const booking = await till.hold();
    const key = randomUUID();
    await until(
      async () => (await till.payments.sql('select 1 from booking where id = $1', [booking.bookingId])).length,
    );
    await killAfter(
      'POST /v1/payment_intents',
      () => till.start(booking, key),
      async () => (await till.charges(booking)).intents === 1,
    );
    // The provider may still be busy with the call of the process that died: asking again with the same key is safe.
    const { clientSecret, payment } = await until(() => till.start(booking, key).catch(() => undefined));
    expect((await till.charges(booking)).intents).toBe(1);

    await till.sandbox.client.paymentIntents.confirm(intentOf(clientSecret), { payment_method: 'pm_card_visa' });
    await till.untilState(booking, 'REQUIRES_CAPTURE');
    await killAfter(
      '/capture',
      () => till.confirm(booking, payment.id),
      async () => (await till.charges(booking)).captured === 20_000,
    );
    await until(async () => (await till.payment(booking))?.state === 'SUCCEEDED', PATIENCE_MS);

    await killAfter(
      'POST /v1/refunds',
      () => till.cancel(booking, { 1: 8_000n }),
      async () => (await till.charges(booking)).refunded === 8_000,
    );
    await until(
      async () => (await till.payments.sql(`select 1 from refund where state = 'SUCCEEDED'`)).length === 1,
      PATIENCE_MS,
    );

    expect(await till.charges(booking)).toEqual({ captured: 20_000, refunded: 8_000, intents: 1 });
    expect(await till.balances(booking)).toEqual({ gateway_clearing: 12_000n, customer_advances: -12_000n });
    expect(await till.payments.events(PaymentCapturedSchema)).toHaveLength(1);
    expect(await till.payments.events(RefundSucceededSchema)).toHaveLength(1);
  }, 180_000);
});
