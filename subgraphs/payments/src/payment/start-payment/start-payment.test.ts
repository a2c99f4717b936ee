import { randomUUID } from 'node:crypto';
import { until } from '@fleetgraph/kit/testing/until';
import { BookingHeldSchema } from '@fleetgraph/schema/events/bookings_pb';
import { PaymentAuthorisedSchema, PaymentStartedSchema } from '@fleetgraph/schema/events/payments_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { heldBooking } from '../../booking/testing/held-booking.js';
import { intentOf, startTill, type Till } from '../../booking/testing/start-till.js';

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const startedFor = async (bookingId: string) =>
  (await till.payments.events(PaymentStartedSchema)).filter((event) => event.bookingId === bookingId);

describe('startPayment', () => {
  it('opens the payment at the provider and tells so', async () => {
    const booking = await till.hold();
    const answer = await till.start(booking);

    expect(answer).toMatchObject({ __typename: 'StartPaymentSuccess', publishableKey: 'pk_test_payments' });
    const intent = await till.sandbox.client.paymentIntents.retrieve(intentOf(answer.clientSecret));
    expect(intent).toMatchObject({ amount: 20_000, currency: 'eur', capture_method: 'manual' });
    expect(await startedFor(booking.bookingId)).toMatchObject([
      { paymentId: answer.payment.id, amount: { amountMinor: 20_000n } },
    ]);
  });

  it('waits for the event of a booking that was held a moment ago', async () => {
    const booking = heldBooking();
    const answer = till.start(booking);
    await till.payments.publish(BookingHeldSchema, { key: booking.bookingId, payload: booking });
    expect((await answer).__typename).toBe('StartPaymentSuccess');
  });

  it('gives two tabs the same payment and charges once', async () => {
    const booking = await till.hold();
    const tabs = await Promise.all([till.start(booking), till.start(booking), till.start(booking)]);
    expect(new Set(tabs.map(({ payment }) => payment.id)).size).toBe(1);
    expect(new Set(tabs.map(({ clientSecret }) => clientSecret)).size).toBe(1);
    expect((await till.charges(booking)).intents).toBe(1);
  });

  it('has one effect and one answer for a key that is sent 50 times at once', async () => {
    const booking = await till.hold();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => till.start(booking, key)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await startedFor(booking.bookingId)).toHaveLength(1);
    expect((await till.charges(booking)).intents).toBe(1);
  });

  it('refuses a key that was used for another booking', async () => {
    const customerId = randomUUID();
    const [first, second] = await Promise.all([till.hold({ customerId }), till.hold({ customerId })]);
    const key = randomUUID();
    await till.start(first, key);
    expect(await till.start(second, key)).toMatchObject({ __typename: 'IdempotencyConflict' });
  });

  it("answers somebody else's booking like one that does not exist", async () => {
    const { bookingId } = await till.hold();
    const [foreign, missing] = await Promise.all([
      till.start({ bookingId, customerId: randomUUID() }),
      till.start({ bookingId: randomUUID(), customerId: randomUUID() }),
    ]);
    expect(foreign).toEqual(missing);
    expect(foreign).toMatchObject({ __typename: 'BookingNotPayable', code: 'BOOKING_NOT_PAYABLE' });
  });

  it('of a booking that was let go unheard ends canceled, and the key is answered as the payment is then', async () => {
    const booking = await till.hold();
    const key = randomUUID();
    const { payment } = await till.start(booking, key);
    expect(payment.state).toBe('REQUIRES_METHOD');
    await till.release(booking);
    await till.untilState(booking, 'CANCELED');
    expect(await till.start(booking, key)).toMatchObject({ payment: { id: payment.id, state: 'CANCELED' } });
    expect(await till.start(booking)).toMatchObject({ __typename: 'BookingNotPayable' });
    expect((await till.charges(booking)).captured).toBe(0);
  });

  it('refuses a hold that is over by the clock of the database', async () => {
    const booking = await till.hold({ holdSeconds: -1 });
    expect(await till.start(booking)).toMatchObject({
      __typename: 'BookingNotPayable',
      message: expect.stringMatching(/no longer held/),
    });
  });

  it('repairs a lost answer of the provider by asking with the same key', async () => {
    const booking = await till.hold();
    Object.assign(till.sandbox.controls, { loseAnswers: 1, matching: 'POST /v1/payment_intents' });
    expect(await till.start(booking)).toMatchObject({ __typename: 'StartPaymentSuccess' });
    expect(till.sandbox.controls.loseAnswers).toBe(0);
    expect((await till.charges(booking)).intents).toBe(1);
  });

  it('goes on with the same payment when the provider was down the first time', async () => {
    const booking = await till.hold();
    const key = randomUUID();
    Object.assign(till.sandbox.controls, { failRequests: 100, matching: 'POST /v1/payment_intents' });
    await expect(till.start(booking, key)).rejects.toThrow(/"retryable":true,"code":"SUBGRAPH_UNAVAILABLE"/);
    const opened = await till.payment(booking);
    Object.assign(till.sandbox.controls, { failRequests: 0, matching: '' });

    expect((await till.start(booking, key)).payment.id).toBe(opened?.id);
    expect(await startedFor(booking.bookingId)).toHaveLength(1);
    expect((await till.charges(booking)).intents).toBe(1);
  });

  it('goes the whole way without the provider when nothing is to be paid', async () => {
    const booking = await till.hold({ prices: [0n] });
    const answer = await till.start(booking);
    expect(answer).toMatchObject({ clientSecret: '', payment: { state: 'REQUIRES_CAPTURE' } });
    await until(async () =>
      (await till.payments.events(PaymentAuthorisedSchema)).some(({ paymentId }) => paymentId === answer.payment.id),
    );

    await till.confirm(booking, answer.payment.id);
    await till.untilState(booking, 'SUCCEEDED');
    expect((await till.charges(booking)).intents).toBe(0);
    expect(await till.balances(booking)).toEqual({});
    expect(await till.violations()).toEqual([]);
  });
});
