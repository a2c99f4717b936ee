import { transact } from '@fleetgraph/kit/database/transact';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTill, type Till } from '../../booking/testing/start-till.js';
import { PaymentState, TransitionCause } from '../payment-state.js';
import { adoptIntent } from './adopt-intent.js';

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

describe('a snapshot of the provider', () => {
  it('has no effect when the payment has moved since it was taken', async () => {
    const booking = await till.hold();
    const { payment, clientSecret } = await till.start(booking);
    const seen = { intentId: clientSecret.split('_secret_')[0] ?? '', capturedMinor: 0n };
    const adopt = (seenVersion: number, state: PaymentState) =>
      transact(till.payments.running.runtime.em(), (tx) =>
        adoptIntent(tx, {
          paymentId: payment.id,
          seenVersion,
          snapshot: { ...seen, state },
          cause: TransitionCause.API,
        }),
      );
    expect(await adopt(1, PaymentState.PROCESSING)).toBe(true);
    expect(await adopt(1, PaymentState.REQUIRES_ACTION)).toBe(false);
    expect((await till.payment(booking))?.state).toBe('PROCESSING');
  });
});
