import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { SandboxBench } from '../testing/sandbox-bench.js';

const bench = new SandboxBench();
beforeAll(() => bench.start());
afterAll(() => bench.stop());

const pay = (params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  bench.stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'eur',
    payment_method: 'pm_card_visa',
    confirm: true,
    ...params,
  });
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Stripe.errors.StripeError) => error,
  );

const numbered = (number: string): Stripe.PaymentIntentCreateParams.PaymentMethodData =>
  ({ type: 'card', card: { number, exp_month: 12, exp_year: 2034, cvc: '123' } }) as never;

describe('a payment', () => {
  it('begins without charge and knows what it needs', async () => {
    const intent = await pay({ confirm: false, payment_method: undefined as never, metadata: { booking: 'b1' } });
    expect(intent).toMatchObject({ status: 'requires_payment_method', amount: 10_000, metadata: { booking: 'b1' } });
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_`));
  });

  it('is charged at once when capture is automatic', async () => {
    const intent = await pay({ expand: ['latest_charge.balance_transaction'] });
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 10_000 });
    expect(intent.latest_charge).toMatchObject({ captured: true, balance_transaction: { fee: 175, net: 9_825 } });
    await until(() => bench.typesAbout(intent.id).length === 3);
    expect(bench.typesAbout(intent.id).sort()).toEqual([
      'charge.succeeded',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
  });

  it('is authorised first and captured once when capture is manual', async () => {
    const intent = await pay({ capture_method: 'manual' });
    expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 10_000, amount_received: 0 });
    expect(await faultOf(bench.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 10_001 }))).toMatchObject({
      statusCode: 400,
      code: 'amount_too_large',
    });
    const captured = await bench.stripe.paymentIntents.capture(intent.id, { amount_to_capture: 6_000 });
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 6_000, amount_capturable: 0 });
    expect(await faultOf(bench.stripe.paymentIntents.capture(intent.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    await until(() => bench.typesAbout(intent.id).includes('charge.captured'));
    expect(bench.typesAbout(intent.id)).toContain('payment_intent.amount_capturable_updated');
  });

  it('can be given up until it has succeeded', async () => {
    const held = await pay({ capture_method: 'manual' });
    const canceled = await bench.stripe.paymentIntents.cancel(held.id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned', amount_capturable: 0 });
    const paid = await pay();
    expect(await faultOf(bench.stripe.paymentIntents.cancel(paid.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
      message: expect.stringContaining('succeeded'),
    });
    await until(() => bench.typesAbout(held.id).includes('payment_intent.canceled'));
  });

  it.each([
    ['4000000000000002', 'card_declined', 'generic_decline'],
    ['4000000000009995', 'card_declined', 'insufficient_funds'],
    ['4000000000000069', 'expired_card', undefined],
    ['4000000000000127', 'incorrect_cvc', undefined],
    ['4000000000000119', 'processing_error', undefined],
    ['4242424242424241', 'incorrect_number', undefined],
    ['4000111111111115', 'card_declined', 'test_mode_live_card'],
  ])('is refused by card %s with %s', async (number, code, declineCode) => {
    const fault = await faultOf(pay({ payment_method: undefined as never, payment_method_data: numbered(number) }));
    expect(fault).toMatchObject({ type: 'StripeCardError', statusCode: 402, code });
    expect((fault as Stripe.errors.StripeCardError).decline_code).toBe(declineCode ?? '');
    expect(fault?.requestId).toMatch(/^req_/);
    expect(JSON.stringify(fault?.raw)).not.toContain(number);
  });

  it('can be tried again after a refusal', async () => {
    const intent = await pay({ confirm: false });
    await faultOf(bench.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_chargeDeclined' }));
    expect(await bench.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined' },
    });
    const paid = await bench.stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
    await until(() => bench.typesAbout(intent.id).includes('payment_intent.payment_failed'));
  });

  it('waits for the bank when 3-D Secure is required', async () => {
    const intent = await pay({
      payment_method_data: numbered('4000002760003184'),
      payment_method: undefined as never,
      return_url: 'http://localhost/back',
    });
    expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
    await until(() => bench.typesAbout(intent.id).includes('payment_intent.requires_action'));
    expect(await faultOf(pay({ payment_method: 'pm_card_authenticationRequired', off_session: true }))).toMatchObject({
      code: 'authentication_required',
    });
  });

  it('is processed by a bank for a while when it is a direct debit', async () => {
    const debit = (iban: string) =>
      pay({
        payment_method: undefined as never,
        allowed_payment_method_types: ['sepa_debit'],
        payment_method_data: { type: 'sepa_debit', sepa_debit: { iban } },
      });
    const good = await debit('AT611904300234573201');
    const bad = await debit('AT861904300235473202');
    expect(good.status).toBe('processing');
    await until(async () => (await bench.stripe.paymentIntents.retrieve(good.id)).status === 'succeeded');
    await until(async () => (await bench.stripe.paymentIntents.retrieve(bad.id)).status === 'requires_payment_method');
    await until(() => bench.typesAbout(good.id).includes('payment_intent.succeeded'));
  });

  it('is disputed later with the card that is documented for it', async () => {
    const intent = await pay({ payment_method: 'pm_card_createDispute' });
    expect(intent.status).toBe('succeeded');
    await until(() => bench.typesAbout(intent.id).includes('charge.dispute.created'));
  });

  it('keeps metadata by entry', async () => {
    const { id } = await pay({ metadata: { a: '1', b: '2' } });
    const changed = await bench.stripe.paymentIntents.update(id, { metadata: { a: '', c: '3' } });
    expect(changed.metadata).toEqual({ b: '2', c: '3' });
  });
});

describe('a refund', () => {
  it('goes back in parts up to what was captured', async () => {
    const { id } = await pay();
    const first = await bench.stripe.refunds.create({
      payment_intent: id,
      amount: 4_000,
      reason: 'requested_by_customer',
    });
    expect(first).toMatchObject({ status: 'succeeded', amount: 4_000, payment_intent: id });
    expect(await faultOf(bench.stripe.refunds.create({ payment_intent: id, amount: 6_001 }))).toMatchObject({
      statusCode: 400,
      param: 'amount',
    });
    await bench.stripe.refunds.create({ payment_intent: id });
    expect(await faultOf(bench.stripe.refunds.create({ payment_intent: id }))).toMatchObject({
      code: 'charge_already_refunded',
    });
    const refunds = await bench.stripe.refunds.list({ payment_intent: id });
    expect(refunds.data.map(({ amount }) => amount)).toEqual([6_000, 4_000]);
    await until(() => bench.typesAbout(id).filter((type) => type === 'charge.refunded').length === 2);
  });

  it('is late or fails with the cards that are documented for it', async () => {
    const refundOf = async (number: string) => {
      const { id } = await pay({ payment_method: undefined as never, payment_method_data: numbered(number) });
      return bench.stripe.refunds.create({ payment_intent: id });
    };
    const late = await refundOf('4000000000007726');
    const failing = await refundOf('4000000000005126');
    expect([late.status, failing.status]).toEqual(['pending', 'succeeded']);
    await until(async () => (await bench.stripe.refunds.retrieve(late.id)).status === 'succeeded');
    await until(async () => (await bench.stripe.refunds.retrieve(failing.id)).status === 'failed');
    await until(() => bench.received.some(({ type }) => type === 'refund.failed'));
    expect(await bench.stripe.charges.retrieve(String(failing.charge))).toMatchObject({ amount_refunded: 0 });
  });

  it('has nothing to give back of what was not captured', async () => {
    const held = await pay({ capture_method: 'manual' });
    expect(await faultOf(bench.stripe.refunds.create({ payment_intent: held.id }))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
  });
});
