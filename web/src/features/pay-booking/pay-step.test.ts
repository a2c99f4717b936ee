import { describe, expect, it } from '@jest/globals';
import { cardFormAddress, payStep } from './pay-step.js';

const booking = (state: string, ...payments: string[]) => ({
  state,
  payments: payments.map((each) => ({ state: each })),
});

describe('paying', () => {
  it('is done only when the server says so', () => {
    expect(payStep(booking('CONFIRMED', 'SUCCEEDED'), null)).toBe('paid');
    expect(payStep(booking('AWAITING_PAYMENT', 'REQUIRES_METHOD'), 'succeeded')).toBe('waiting');
    expect(payStep(booking('AWAITING_PAYMENT', 'REQUIRES_CAPTURE'), null)).toBe('waiting');
  });

  it('can be tried again after a decline', () => {
    expect(payStep(booking('AWAITING_PAYMENT', 'REQUIRES_METHOD'), 'failed')).toBe('declined');
    expect(payStep({ state: 'HELD', payments: null }, null)).toBe('pay');
  });

  it('is over when the hold is', () => {
    expect(payStep(booking('EXPIRED', 'REQUIRES_CAPTURE'), 'succeeded')).toBe('gone');
  });

  it('hands over to the card form with the way back', () => {
    const address = cardFormAddress({ clientSecret: 'pi_1_secret_2', publishableKey: 'pk' }, 'http://localhost/pay/7');
    expect(address).toBe(
      '/sandbox/pay?client_secret=pi_1_secret_2&publishable_key=pk&return_url=http%3A%2F%2Flocalhost%2Fpay%2F7',
    );
  });
});
