import { until } from '@fleetgraph/kit/testing/until';
import {
  CreditNoteIssuedSchema,
  RefundRequestedSchema,
  RefundSucceededSchema,
} from '@fleetgraph/schema/events/payments_pb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { askRefund, untilRefunded } from '../../booking/testing/ask-refund.js';
import type { TestBooking } from '../../booking/testing/held-booking.js';
import { startTill, type Till } from '../../booking/testing/start-till.js';

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

describe('a cancellation', () => {
  it('gives back each line by its policy in one refund, keeps the fee as revenue with its tax, and credits the invoice', async () => {
    const booking = await till.hold();
    await till.buy(booking);
    await till.cancel(booking, { 0: 9_000n, 1: 8_000n }, true);
    await untilGivenBack(booking, 17_000);

    // Of the car's 120.00 with 19.16 tax, 90.00 go back with 14.37; 30.00 stay, of which 4.79 are tax.
    expect(await till.balances(booking)).toEqual({
      gateway_clearing: 3_000n,
      'revenue:fees': -2_521n,
      tax_payable: -479n,
    });
    const ofBooking = ({ bookingId }: { bookingId: string }) => bookingId === booking.bookingId;
    expect((await till.payments.events(RefundRequestedSchema)).filter(ofBooking)).toHaveLength(1);
    expect((await till.payments.events(RefundSucceededSchema)).filter(ofBooking)).toHaveLength(1);
    expect((await till.payments.events(CreditNoteIssuedSchema)).filter(ofBooking)).toHaveLength(1);
  });

  it('after a refund by hand gives back what is left of each line, and no more', async () => {
    const booking = await till.hold({ prices: [40_000n, 29_000n] });
    const { id } = await till.buy(booking);
    await refund(id, 60_000n);
    await untilGivenBack(booking, 60_000);
    await till.cancel(booking, { 0: 40_000n, 1: 29_000n }, true);
    await untilGivenBack(booking, 69_000);
    expect(await till.balances(booking)).toEqual({});
    expect(await refund(id, 1n)).toMatchObject({ refundable: { amountMinor: '0' } });
  });

  it('of one line leaves the other to be delivered', async () => {
    const booking = await till.hold();
    await till.buy(booking);
    await till.cancel(booking, { 1: 8_000n });
    await untilGivenBack(booking, 8_000);
    await till.deliver(booking, 0);
    await until(async () => 'revenue:car' in (await till.balances(booking)));
    expect(await till.balances(booking)).toEqual({
      gateway_clearing: 12_000n,
      'revenue:car': -10_084n,
      tax_payable: -1_916n,
    });
  });

  it('before the money is taken lowers what is taken, and is no refund', async () => {
    const booking = await till.hold();
    const { id } = await till.authorise(booking);
    await till.cancel(booking, { 0: 9_000n });
    await until(
      async () =>
        (await till.payments.sql('select 1 from booking_line where booking_id = $1 and cancelled', [booking.bookingId]))
          .length,
    );
    await till.confirm(booking, id);
    await till.untilState(booking, 'SUCCEEDED');
    expect(await till.charges(booking)).toEqual({ captured: 11_000, refunded: 0, intents: 1 });
    expect(await till.balances(booking)).toMatchObject({ gateway_clearing: 11_000n, customer_advances: -8_000n });
  });

  it('of everything before the money is taken gives the authorisation up', async () => {
    const booking = await till.hold();
    await till.authorise(booking);
    await till.cancel(booking, { 0: 12_000n, 1: 8_000n }, true);
    await till.untilState(booking, 'CANCELED');
  });

  it('while the money is being taken gives it back afterwards', async () => {
    const booking = await till.hold();
    const { id } = await till.authorise(booking);
    Object.assign(till.sandbox.controls, { delayRequestMs: 400, matching: '/capture' });
    await till.confirm(booking, id);
    await until(
      async () =>
        (await till.payments.sql('select 1 from payment where id = $1 and capture_minor is not null', [id])).length,
    );
    await till.cancel(booking, { 1: 8_000n });
    await untilGivenBack(booking, 8_000);
    Object.assign(till.sandbox.controls, { delayRequestMs: 0 });
    expect(await till.charges(booking)).toMatchObject({ captured: 20_000 });
  });

  it('after delivery takes revenue and tax back', async () => {
    const booking = await till.hold({ prices: [11_900n] });
    const { id } = await till.buy(booking);
    await till.deliver(booking, 0);
    await until(async () => 'revenue:car' in (await till.balances(booking)));
    await refund(id, 11_900n);
    await untilGivenBack(booking, 11_900);
    expect(await till.balances(booking)).toEqual({});
  });
});

describe('credit notes', () => {
  it('sum to the invoice to the cent, in whatever parts and order it is given back', async () => {
    const prices = fc.array(fc.bigInt({ min: 1n, max: 9_999n }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        prices,
        fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 3 }),
        async (amounts, percents) => {
          const booking = await till.hold({ prices: amounts });
          const { id } = await till.buy(booking);
          let left = amounts.reduce((total, amount) => total + amount, 0n);
          const total = Number(left);
          for (const percent of percents) {
            const part = (left * BigInt(percent)) / 100n;
            if (part > 0n) await refund(id, part);
            left -= part;
          }
          await refund(id, left);
          await untilGivenBack(booking, total);

          const [sums] = await till.payments.sql<Record<string, bigint>>(
            `select sum(net_minor * sign)::bigint as net, sum(tax_minor * sign)::bigint as tax, sum(gross_minor * sign)::bigint as gross
           from (select *, case kind when 'INVOICE' then 1 else -1 end as sign from invoice where booking_id = $1) i`,
            [booking.bookingId],
          );
          expect(sums).toEqual({ net: 0n, tax: 0n, gross: 0n });
          expect(await till.balances(booking)).toEqual({});
        },
      ),
      { numRuns: 8 },
    );
  });
});
