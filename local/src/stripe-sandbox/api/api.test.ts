import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { SandboxBench } from '../testing/sandbox-bench.js';

const bench = new SandboxBench();
beforeAll(() => bench.start());
afterAll(() => bench.stop());

const order = { amount: 500, currency: 'eur', payment_method: 'pm_card_visa', confirm: true } as const;
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Stripe.errors.StripeError) => error,
  );

describe('an idempotency key', () => {
  it('stands for its first answer', async () => {
    const first = await bench.stripe.paymentIntents.create(order, { idempotencyKey: 'k1' });
    const second = await bench.stripe.paymentIntents.create(order, { idempotencyKey: 'k1' });
    expect(second).toEqual(first);
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  });

  it('stands for a refusal, too, with its status', async () => {
    const refused = { ...order, payment_method: 'pm_card_chargeDeclined' };
    const faults = [];
    for (let turn = 0; turn < 2; turn += 1) {
      faults.push(await faultOf(bench.stripe.paymentIntents.create(refused, { idempotencyKey: 'k2' })));
    }
    expect(faults[1]).toMatchObject({ statusCode: 402, headers: { 'idempotent-replayed': 'true' } });
    expect(faults[1]?.payment_intent?.id).toBe(faults[0]?.payment_intent?.id);
  });

  it('refuses other parameters and other endpoints', async () => {
    await bench.stripe.paymentIntents.create(order, { idempotencyKey: 'k3' });
    const other = bench.stripe.paymentIntents.create({ ...order, amount: 501 }, { idempotencyKey: 'k3' });
    expect(await faultOf(other)).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    const elsewhere = bench.stripe.refunds.create({ charge: 'ch_1' }, { idempotencyKey: 'k3' });
    expect(await faultOf(elsewhere)).toMatchObject({ type: 'StripeIdempotencyError' });
  });

  it('is busy while its first request is being worked on', async () => {
    bench.sandbox.controls.delayRequestMs = 2_000;
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => bench.stripe.paymentIntents.create(order, { idempotencyKey: 'k4' })),
    );
    bench.sandbox.controls.delayRequestMs = 0;
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.statusCode] : []));
    expect(refused).toEqual([409, 409]);
  });

  it('is not used up by parameters that fail validation', async () => {
    const wrong = bench.stripe.paymentIntents.create({ ...order, amount: -1 }, { idempotencyKey: 'k5' });
    expect(await faultOf(wrong)).toMatchObject({ type: 'StripeInvalidRequestError', param: 'amount' });
    const right = await bench.stripe.paymentIntents.create(order, { idempotencyKey: 'k5' });
    expect(right.status).toBe('succeeded');
  });

  it('makes one charge of a lost answer that the client repeats', async () => {
    bench.sandbox.controls.loseAnswers = 1;
    const client = bench.clientFor('sk_test_local', 2);
    const intent = await client.paymentIntents.create({ ...order, metadata: { lost: 'yes' } });
    const { data } = await bench.stripe.paymentIntents.list({ limit: 100 });
    expect(data.filter(({ metadata }) => metadata.lost === 'yes').map(({ id }) => id)).toEqual([intent.id]);
  });

  it('is kept over a restart, like everything else', async () => {
    const before = await bench.stripe.paymentIntents.create(order, { idempotencyKey: 'k6' });
    await bench.restart();
    const after = await bench.stripe.paymentIntents.create(order, { idempotencyKey: 'k6' });
    expect(after.id).toBe(before.id);
    expect(await bench.stripe.paymentIntents.retrieve(before.id)).toMatchObject({ status: 'succeeded' });
  });
});

describe('the API', () => {
  it('refuses strangers, unknown objects, unknown parameters and unknown addresses as Stripe does', async () => {
    expect(await faultOf(bench.clientFor('sk_test_wrong').balanceTransactions.list())).toMatchObject({
      type: 'StripeAuthenticationError',
    });
    expect(await faultOf(bench.stripe.paymentIntents.retrieve('pi_none'))).toMatchObject({
      code: 'resource_missing',
      statusCode: 404,
    });
    expect(await faultOf(bench.stripe.paymentIntents.create({ ...order, colour: 'red' } as never))).toMatchObject({
      code: 'parameter_unknown',
      param: 'colour',
    });
    expect(await faultOf(bench.stripe.paymentIntents.create({ currency: 'eur' } as never))).toMatchObject({
      code: 'parameter_missing',
      param: 'amount',
    });
    expect(await faultOf(bench.stripe.customers.list())).toMatchObject({ statusCode: 404 });
  });

  it('lists newest first, page by page', async () => {
    const made = [];
    for (const booking of ['1', '2', '3', '4', '5']) {
      made.push(
        (await bench.stripe.paymentIntents.create({ ...order, customer: 'cus_list', metadata: { booking } })).id,
      );
    }
    const seen: string[] = [];
    for await (const { id } of bench.stripe.paymentIntents.list({ customer: 'cus_list', limit: 2 })) seen.push(id);
    expect(seen).toEqual(made.reverse());
  });

  it('lists events by type and retrieves one', async () => {
    const { data } = await bench.stripe.events.list({ types: ['payment_intent.succeeded'], limit: 3 });
    expect(data.length).toBeGreaterThan(0);
    expect(new Set(data.map(({ type }) => type))).toEqual(new Set(['payment_intent.succeeded']));
    const event = await bench.stripe.events.retrieve(String(data[0]?.id));
    expect(event.request?.id).toMatch(/^req_/);
  });

  it('lets a browser confirm its own payment, and nothing else', async () => {
    const intent = await bench.stripe.paymentIntents.create({
      amount: 700,
      currency: 'eur',
      metadata: { secret: 's' },
    });
    const confirm = (form: Record<string, string>) =>
      fetch(`${bench.sandbox.url}/sandbox/v1/payment_intents/${intent.id}/confirm`, {
        method: 'POST',
        body: new URLSearchParams({ key: bench.publishableKey, payment_method: 'pm_card_visa', ...form }),
      });
    expect((await confirm({})).status).toBe(404);
    expect((await confirm({ client_secret: `${intent.id}_secret_guess` })).status).toBe(404);
    const answer = await confirm({ client_secret: String(intent.client_secret) });
    const body = (await answer.json()) as object;
    expect(body).toMatchObject({ status: 'succeeded' });
    expect(body).not.toHaveProperty('metadata');
    expect(await faultOf(bench.clientFor(bench.publishableKey).paymentIntents.list())).toMatchObject({
      statusCode: 401,
    });
  });
});
