import { randomUUID } from 'node:crypto';
import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  HoldBasketDocument,
  ReadMoneyDocument,
  ReadSeatDocument,
  RecordStockDocument,
  StartPaymentDocument,
} from '../../client/__generated__/graphql.js';
import { payByCard, TEST_CARDS } from '../../client/card-form.js';
import { expectOutcome } from '../../client/expect-outcome.js';
import { readUntil } from '../../client/follow-booking.js';
import type { Graph } from '../../client/graph.js';
import { runInvariants } from '../../verify/run-invariants.js';
import { START_TIMEOUT_MS, TestSystem } from '../testing/test-system.js';
import { contest, findLast, findOffers, quote, type Result } from './contest.js';

const CROWD = 500;
const CONTEST_TIMEOUT_MS = 120_000;

let system: TestSystem;
let stranger: Graph;
let people: readonly Graph[];
beforeAll(async () => {
  system = await TestSystem.start();
  stranger = await system.as('stranger');
  people = [...(await system.crowd()), await system.as('customer'), await system.as('customer2')];
}, START_TIMEOUT_MS);
afterEach(async () => {
  const broken = (await runInvariants(system.insides)).filter(({ ok }) => !ok);
  expect(broken).toEqual([]);
});
afterAll(() => system?.stop());

const rivals = (count: number): Graph[] =>
  Array.from({ length: count }, (_, at) => people[at % people.length] ?? stranger);

/** Exactly one has it; everybody else is told so and what is free instead. */
function expectOneWinner({ winners, losers, others }: Result, count: number, { hasAlternatives = true } = {}): void {
  expect(others).toEqual([]);
  expect(winners).toHaveLength(1);
  expect(losers).toHaveLength(count - 1);
  if (!hasAlternatives) return;
  const helped = losers.filter(({ lines }) => lines.some(({ alternatives }) => alternatives.length > 0));
  expect(helped).toHaveLength(count - 1);
}

/** Leaves one piece of some goods. */
async function leaveOne(text: string) {
  const admin = await system.as('admin');
  const [offer] = await findOffers(stranger, { kind: 'PRODUCT', text });
  if (offer?.unitsLeft == null) throw new Error(`No ${text} is sold.`);
  const input = {
    variantId: offer.bookable.id,
    locationId: offer.location.id,
    reason: 'ADJUSTMENT' as const,
    quantity: 1 - offer.unitsLeft,
    idempotencyKey: randomUUID(),
  };
  const { recordStockMovement } = await admin.ask(RecordStockDocument, { input });
  expectOutcome(recordStockMovement, 'RecordStockMovementSuccess');
  return until(async () =>
    (await findOffers(stranger, { kind: 'PRODUCT', text })).find(({ unitsLeft }) => unitsLeft === 1),
  );
}

describe('five hundred rivals', () => {
  it(
    'for one car: one holds it',
    async () => {
      const car = await findLast(stranger, { kind: 'CAR', days: [3, 2] });
      expectOneWinner(await contest(rivals(CROWD), [{ offerId: car.id, quantity: 1 }]), CROWD);
    },
    CONTEST_TIMEOUT_MS,
  );

  it(
    'for one seat: one holds it, and the map shows it',
    async () => {
      const [flight] = await findOffers(stranger, { kind: 'FLIGHT', days: [4, 1] });
      if (flight === undefined) throw new Error('No flight leaves.');
      expectOneWinner(await contest(rivals(CROWD), [{ offerId: flight.id, quantity: 1, seat: '11A' }]), CROWD);
      const { bookable } = await stranger.ask(ReadSeatDocument, { id: flight.bookable.id });
      const cabins = bookable !== null && 'seatMap' in bookable ? bookable.seatMap.cabins : [];
      const seats = cabins.flatMap(({ rows }) => rows.flatMap((row) => row.seats));
      expect(seats.find(({ designator }) => designator === '11A')?.state).toBe('HELD');
    },
    CONTEST_TIMEOUT_MS,
  );

  it(
    'for one bay: one holds it',
    async () => {
      const slot = await findLast(stranger, { kind: 'WORKSHOP', text: 'Wheel alignment', days: [3, 1] });
      expectOneWinner(await contest(rivals(CROWD), [{ offerId: slot.id, quantity: 1 }]), CROWD);
    },
    CONTEST_TIMEOUT_MS,
  );

  it(
    'for the last piece: one holds it, and nobody loses or keeps anything else over it',
    async () => {
      const last = await leaveOne('Roof box, 320');
      const [other] = await findOffers(stranger, { kind: 'PRODUCT', text: 'Bike lock, cable' });
      if (other?.unitsLeft == null) throw new Error('No lock is sold.');
      const lines = [
        { offerId: last.id, quantity: 1 },
        { offerId: other.id, quantity: 1 },
      ];
      expectOneWinner(await contest(rivals(CROWD), lines), CROWD);
      const [after] = await findOffers(stranger, { kind: 'PRODUCT', text: 'Bike lock, cable' });
      expect(after?.unitsLeft).toBe(other.unitsLeft - 1);
    },
    CONTEST_TIMEOUT_MS,
  );
});

describe('a mixed basket of single things (E-1)', () => {
  it(
    'goes to one of fifty rivals, who pays for it; everything agrees afterwards',
    async () => {
      const car = await findLast(stranger, { kind: 'CAR', days: [8, 2] });
      const slot = await findLast(stranger, { kind: 'WORKSHOP', text: 'Wheel alignment', days: [6, 1] });
      const [flight] = await findOffers(stranger, { kind: 'FLIGHT', days: [5, 1] });
      const goods = await leaveOne('Roof box, 420');
      const lines = [
        { offerId: car.id, quantity: 1 },
        { offerId: flight?.id ?? '', quantity: 1, seat: '12F' },
        { offerId: slot.id, quantity: 1 },
        { offerId: goods.id, quantity: 1 },
      ];
      // Opposite orders must not wait for each other in a circle.
      const [forwards, backwards] = await Promise.all([
        contest(rivals(25), lines),
        contest(rivals(25).reverse(), [...lines].reverse()),
      ]);
      expect([...forwards.others, ...backwards.others]).toEqual([]);
      const winners = [...forwards.winners, ...backwards.winners];
      expect(winners).toHaveLength(1);
      expect(forwards.losers.length + backwards.losers.length).toBe(49);
      await buy(forwards.winner ?? backwards.winner ?? stranger, winners[0]?.id ?? '');
    },
    CONTEST_TIMEOUT_MS,
  );
});

describe('a request that is sent again', () => {
  it('fifty times at once takes once and answers the same; another input with its key is told apart', async () => {
    const customer = await system.as('customer');
    const [quoteId = '', otherQuoteId = ''] = await quotesOfGoods(customer, 2);
    const input = { quoteId, idempotencyKey: randomUUID() };
    const answers = await fifty(() => customer.ask(HoldBasketDocument, { input }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.holdBasket.__typename).toBe('HoldBasketSuccess');
    const other = await customer.ask(HoldBasketDocument, { input: { ...input, quoteId: otherQuoteId } });
    expect(other.holdBasket.__typename).toBe('IdempotencyConflict');
  });

  it('opens one payment, and two tabs that pay it make one charge', async () => {
    const customer = await system.as('customer2');
    const [quoteId = ''] = await quotesOfGoods(customer, 1);
    const { holdBasket } = await customer.ask(HoldBasketDocument, { input: { quoteId, idempotencyKey: randomUUID() } });
    const { id: bookingId } = expectOutcome(holdBasket, 'HoldBasketSuccess').booking;
    const idempotencyKey = randomUUID();
    const answers = await fifty(() => customer.ask(StartPaymentDocument, { input: { bookingId, idempotencyKey } }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);

    const tabs = await Promise.all(
      ['one', 'two'].map((tab) =>
        customer.ask(StartPaymentDocument, { input: { bookingId, idempotencyKey: `${tab}-${randomUUID()}` } }),
      ),
    );
    const keys = tabs.map(({ startPayment }) => expectOutcome(startPayment, 'StartPaymentSuccess'));
    expect(new Set(keys.map(({ payment }) => payment.id)).size).toBe(1);
    await Promise.all(keys.map((key) => payByCard(system.url, key, TEST_CARDS.works)));
    await readUntil(customer, bookingId, { fits: ({ booking }) => booking.state === 'CONFIRMED' });
    const { booking } = await until(async () => {
      const money = await customer.ask(ReadMoneyDocument, { id: bookingId });
      return money.booking?.paid?.amountMinor === '0' ? undefined : money;
    });
    expect(booking?.payments?.map(({ state }) => state)).toEqual(['SUCCEEDED']);
    expect(booking?.paid).toEqual(booking?.total);
  });
});

const fifty = <Answer>(ask: () => Promise<Answer>): Promise<Answer[]> => Promise.all(Array.from({ length: 50 }, ask));

async function quotesOfGoods(graph: Graph, count: number): Promise<string[]> {
  const [goods] = await findOffers(stranger, { kind: 'PRODUCT', text: 'First-aid kit' });
  return Promise.all(Array.from({ length: count }, () => quote(graph, [{ offerId: goods?.id ?? '', quantity: 1 }])));
}

async function buy(graph: Graph, bookingId: string): Promise<void> {
  const { startPayment } = await graph.ask(StartPaymentDocument, {
    input: { bookingId, idempotencyKey: randomUUID() },
  });
  await payByCard(system.url, expectOutcome(startPayment, 'StartPaymentSuccess'), TEST_CARDS.works);
  await readUntil(graph, bookingId, { fits: ({ booking }) => booking.state === 'CONFIRMED' });
}
