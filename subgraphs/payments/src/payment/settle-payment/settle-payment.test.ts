import { until } from '@fleetgraph/kit/testing/until';
import {
  InvoiceIssuedSchema,
  PaymentAuthorisedSchema,
  PaymentCapturedSchema,
  PaymentFailedSchema,
  PaymentVoidedSchema,
} from '@fleetgraph/schema/events/payments_pb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Stripe from 'stripe';
import { WEBHOOK_SECRETS } from '../../booking/testing/start-test-payments.js';
import { intentOf, startTill, type Till } from '../../booking/testing/start-till.js';
import { repairPayments } from '../repair-payments/repair-payments.job.js';

const HARMLESS = {
  loseAnswers: 0,
  delayAnswerMs: 0,
  matching: '',
  doubleWebhooks: false,
  shuffleWebhooks: false,
  holdWebhooks: false,
};

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterEach(async () => {
  Object.assign(till.sandbox.controls, HARMLESS);
  expect(await till.violations()).toEqual([]);
});
afterAll(() => till.stop());

const toldFor = async (schema: Parameters<typeof till.payments.events>[0], paymentId: string) =>
  (await till.payments.events(schema)).filter((event) => (event as { paymentId?: string }).paymentId === paymentId);

describe('a payment', () => {
  it('is authorised first and taken when the booking is confirmed, with ledger, invoice and events, each once', async () => {
    const booking = await till.hold();
    const { id } = await till.buy(booking);

    expect(await till.charges(booking)).toEqual({ captured: 20_000, refunded: 0, intents: 1 });
    expect(await till.balances(booking)).toEqual({ gateway_clearing: 20_000n, customer_advances: -20_000n });
    expect(await toldFor(PaymentAuthorisedSchema, id)).toHaveLength(1);
    expect(await toldFor(PaymentCapturedSchema, id)).toMatchObject([
      { amount: { amountMinor: 20_000n, currency: 'EUR' } },
    ]);
    // 120.00 with 19 % contain 19.16, 80.00 with 7 % contain 5.23.
    const invoices = (await till.payments.events(InvoiceIssuedSchema)).filter(
      ({ bookingId }) => bookingId === booking.bookingId,
    );
    expect(invoices).toMatchObject([
      { gross: { amountMinor: 20_000n }, tax: { amountMinor: 2_439n }, net: { amountMinor: 17_561n } },
    ]);
  });

  it('makes no ledger entry while it is only authorised', async () => {
    const booking = await till.hold();
    await till.authorise(booking);
    expect(await till.balances(booking)).toEqual({});
  });

  it('is given up when its hold has expired', async () => {
    const booking = await till.hold();
    const { id } = await till.authorise(booking);
    await till.expire(booking);
    await till.untilState(booking, 'CANCELED');
    expect(await till.charges(booking)).toMatchObject({ captured: 0 });
    expect(await toldFor(PaymentVoidedSchema, id)).toHaveLength(1);
  });

  it('is given up before the customer has paid, too', async () => {
    const booking = await till.hold();
    const { clientSecret } = await till.start(booking);
    await till.expire(booking);
    await till.untilState(booking, 'CANCELED');
    expect((await till.sandbox.client.paymentIntents.retrieve(intentOf(clientSecret))).status).toBe('canceled');
  });

  it('is given back whole when it was taken for a booking that bookings refused', async () => {
    const booking = await till.hold();
    const { id } = await till.authorise(booking);
    await till.confirm(booking, '');
    await till.untilState(booking, 'SUCCEEDED');
    await till.refuse(booking, id);
    await until(async () => (await till.charges(booking)).refunded === 20_000);
    await until(async () => Object.keys(await till.balances(booking)).length === 0);
  });

  it('is not touched by a refusal of a repeated authorisation of itself', async () => {
    const booking = await till.hold();
    const { id } = await till.buy(booking);
    await till.refuse(booking, id, 'ALREADY_CONFIRMED');
    await till.deliver(booking, 0);
    await until(async () => 'revenue:car' in (await till.balances(booking)));
    expect(await till.charges(booking)).toMatchObject({ captured: 20_000, refunded: 0 });
  });

  it('tells each declined card once and lets the customer try another', async () => {
    const booking = await till.hold();
    const { clientSecret, payment } = await till.start(booking);
    const decline = () =>
      till.sandbox.client.paymentIntents.confirm(intentOf(clientSecret), {
        payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds',
      });
    await expect(decline()).rejects.toThrow(/insufficient funds/);
    await until(async () => (await toldFor(PaymentFailedSchema, payment.id)).length === 1);
    expect(await toldFor(PaymentFailedSchema, payment.id)).toMatchObject([{ reason: 'insufficient_funds' }]);

    await till.sandbox.client.paymentIntents.confirm(intentOf(clientSecret), { payment_method: 'pm_card_visa' });
    await till.untilState(booking, 'REQUIRES_CAPTURE');
  });

  it('is taken once when the answer to the capture is lost', async () => {
    const booking = await till.hold();
    const { id } = await till.authorise(booking);
    Object.assign(till.sandbox.controls, { loseAnswers: 1, matching: '/capture', holdWebhooks: true });
    await till.confirm(booking, id);
    await till.untilState(booking, 'SUCCEEDED');
    expect(await till.charges(booking)).toEqual({ captured: 20_000, refunded: 0, intents: 1 });
    expect(await toldFor(PaymentCapturedSchema, id)).toHaveLength(1);
  });

  it('is completed by the janitor when the webhooks are lost, and takes no harm when they come after all', async () => {
    Object.assign(till.sandbox.controls, { holdWebhooks: true });
    const booking = await till.hold();
    const { clientSecret, payment } = await till.start(booking);
    await till.sandbox.client.paymentIntents.confirm(intentOf(clientSecret), { payment_method: 'pm_card_visa' });
    await until(async () => {
      await repairPayments(till.payments.running.runtime.em(), 0);
      return (await till.payment(booking))?.state === 'REQUIRES_CAPTURE';
    });
    const causes = await till.payments.sql('select cause from payment_transition where payment_id = $1', [payment.id]);
    expect(causes).toEqual([{ cause: 'JANITOR' }]);

    Object.assign(till.sandbox.controls, HARMLESS);
    await until(
      async () =>
        (await till.payments.sql('select 1 from provider_event where object_id = $1', [intentOf(clientSecret)]))
          .length >= 2,
    );
    expect(await toldFor(PaymentAuthorisedSchema, payment.id)).toHaveLength(1);
  });

  it('reaches the same end when the webhook overtakes the answer, doubled and shuffled', async () => {
    Object.assign(till.sandbox.controls, { delayAnswerMs: 300, doubleWebhooks: true, shuffleWebhooks: true });
    const booking = await till.hold();
    const { id } = await till.buy(booking);
    expect(await till.charges(booking)).toEqual({ captured: 20_000, refunded: 0, intents: 1 });
    expect(await toldFor(PaymentCapturedSchema, id)).toHaveLength(1);
  });
});

describe('webhooks of one purchase', () => {
  const { webhooks } = new Stripe('sk_test_signing_only');

  const deliver = async (event: Stripe.Event) => {
    const payload = JSON.stringify(event);
    const signature = webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRETS[0] });
    const url = new URL('/webhooks/stripe', till.payments.running.url);
    const answer = await fetch(url, { method: 'POST', headers: { 'stripe-signature': signature }, body: payload });
    expect(answer.status).toBe(200);
  };

  /** A purchase of which we heard nothing but our own answers, and the events that tell of it. */
  async function silentPurchase() {
    const booking = await till.hold();
    const { clientSecret, payment } = await till.start(booking);
    await till.sandbox.client.paymentIntents.confirm(intentOf(clientSecret), { payment_method: 'pm_card_visa' });
    await till.confirm(booking, payment.id);
    const { data } = await till.sandbox.client.events.list({ limit: 100 });
    const events = data.filter((event) => JSON.stringify(event).includes(intentOf(clientSecret)));
    return { booking, paymentId: payment.id, events };
  }

  it('lead to the same end in any order, any of them doubled, any but one lost', async () => {
    Object.assign(till.sandbox.controls, { holdWebhooks: true });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), async (picks) => {
        const { booking, paymentId, events } = await silentPurchase();
        for (const pick of picks) {
          const event = events[pick % events.length];
          if (event) await deliver(event);
        }
        await till.untilState(booking, 'SUCCEEDED');
        expect(await till.charges(booking)).toEqual({ captured: 20_000, refunded: 0, intents: 1 });
        expect(await till.balances(booking)).toEqual({ gateway_clearing: 20_000n, customer_advances: -20_000n });
        expect(await toldFor(PaymentAuthorisedSchema, paymentId)).toHaveLength(1);
        expect(await toldFor(PaymentCapturedSchema, paymentId)).toHaveLength(1);
      }),
      { numRuns: 15 },
    );
  });
});
