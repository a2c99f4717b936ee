import { until } from '@fleetgraph/kit/testing/until';
import {
  BookingCancelledSchema,
  BookingConfirmedSchema,
  BookingExpiredSchema,
  BookingHeldSchema,
  BookingReleasedSchema,
} from '@fleetgraph/schema/events/bookings_pb';
import { StockMovedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CUSTOMER, FleetUnderTest } from '../../testing/fleet-under-test.js';
import { addVariant, next } from '../../testing/seed.js';

let fleet: FleetUnderTest;
beforeAll(async () => {
  fleet = await FleetUnderTest.start();
});
afterAll(() => fleet.stop());

interface Goods {
  readonly variantId: string;
  readonly locationId: string;
}

const move = (goods: Goods, quantity: number, change: object = {}) =>
  fleet.do(
    'recordStockMovement',
    {
      variantId: goods.variantId,
      locationId: goods.locationId,
      reason: 'ADJUSTMENT',
      quantity,
      idempotencyKey: `key-${next()}`,
      ...change,
    },
    'level { onHand allocated saleable }',
  );

/** The level as staff see it, after proving that it is the sum of its movements. */
async function levelOf({ variantId }: Goods) {
  const [row] = await fleet.subgraph.sql<{ on_hand: number; allocated: number; moved: number; held: number }>(
    `select on_hand, allocated, (select coalesce(sum(on_hand_delta), 0)::int from stock_movement m where m.variant_id = l.variant_id) as moved,
       (select coalesce(sum(allocated_delta), 0)::int from stock_movement m where m.variant_id = l.variant_id) as held
     from stock_level l where variant_id = $1`,
    [variantId],
  );
  expect(row?.moved).toBe(row?.on_hand);
  expect(row?.held).toBe(row?.allocated);
  return { onHand: row?.on_hand ?? 0, allocated: row?.allocated ?? 0 };
}

describe('recordStockMovement', () => {
  it('answers the three numbers and moves once for each key, however often it is sent', async () => {
    const goods = await addVariant(fleet);
    const receipt = () => move(goods, 10, { reason: 'RECEIPT', idempotencyKey: 'same' });
    const answers = await Promise.all(Array.from({ length: 20 }, receipt));
    for (const answer of answers) expect(answer.level).toEqual({ onHand: 10, allocated: 0, saleable: 10 });
    expect((await move(goods, 11, { reason: 'RECEIPT', idempotencyKey: 'same' })).code).toBe('IDEMPOTENCY_CONFLICT');
    expect(await levelOf(goods)).toEqual({ onHand: 10, allocated: 0 });
    const told = (await fleet.subgraph.events(StockMovedSchema)).filter(
      ({ variantId }) => variantId === goods.variantId,
    );
    expect(told).toMatchObject([
      { quantity: 10, reason: 'RECEIPT', onHand: 10, version: 1, locationId: goods.locationId },
    ]);
  });

  it('refuses to take away more than there is, and reasons that follow from bookings', async () => {
    const goods = await addVariant(fleet);
    expect((await move(goods, 3)).level.onHand).toBe(3);
    expect((await move(goods, -4)).code).toBe('STOCK_SHORT');
    expect((await move(goods, 1, { reason: 'SALE' })).code).toBe('INPUT_INVALID');
    expect((await move(goods, -1, { reason: 'RETURN' })).code).toBe('INPUT_INVALID');
    expect((await move({ ...goods, variantId: 'nowhere' }, 1)).code).toBe('SUPPLY_NOT_FOUND');
    expect((await move(goods, 1, { idempotencyKey: '' })).code).toBe('INPUT_INVALID');
    expect(await levelOf(goods)).toEqual({ onHand: 3, allocated: 0 });
  });

  it('shows stock to staff only', async () => {
    const { sku } = await addVariant(fleet);
    const document = 'query ($sku: String!) { product(sku: $sku) { stock { onHand } } }';
    expect((await fleet.ask(document, { sku })).product.stock).toEqual([]);
    const { errors } = await fleet.subgraph.query(document, { sku }, { as: CUSTOMER });
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('keeps the level equal to the sum of all movements, at every rush', async () => {
    const seed = Date.now() & 0x7fffffff;
    console.info(`stock seed ${seed}`);
    const steps = fc.array(
      fc.integer({ min: -6, max: 6 }).filter((quantity) => quantity !== 0),
      { minLength: 1, maxLength: 15 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (quantities) => {
        const goods = await addVariant(fleet);
        const answers = await Promise.all(quantities.map((quantity) => move(goods, quantity)));
        const moved = quantities.filter((_, index) => answers[index]?.__typename === 'RecordStockMovementSuccess');
        const { onHand } = await levelOf(goods);
        expect(onHand).toBe(moved.reduce((sum, quantity) => sum + quantity, 0));
        expect(onHand).toBeGreaterThanOrEqual(0);
      }),
      { seed, numRuns: 10 },
    );
  });
});

describe('stock follows bookings', () => {
  const line = ({ variantId: bookableId, locationId }: Goods, bookingId: string, quantity: number) => ({
    lineId: `${bookingId}-line`,
    bookableId,
    locationId,
    kind: 'PRODUCT',
    quantity,
  });
  const settled = (goods: Goods, wanted: { onHand: number; allocated: number }) =>
    until(async () => JSON.stringify(await levelOf(goods)) === JSON.stringify(wanted));

  it('allocates, sells and takes back each line once, also when events come twice', async () => {
    const goods = await addVariant(fleet);
    await move(goods, 10);
    const bookingId = `b-${next()}`;
    const sold = line(goods, bookingId, 2);
    const lines = [sold];
    const held = { key: bookingId, payload: { bookingId, lines } };
    const id = await fleet.subgraph.publish(BookingHeldSchema, held);
    await fleet.subgraph.publish(BookingHeldSchema, { ...held, id });
    await fleet.subgraph.publish(BookingHeldSchema, held);
    await settled(goods, { onHand: 10, allocated: 2 });
    await fleet.subgraph.publish(BookingConfirmedSchema, { key: bookingId, payload: { bookingId, lines } });
    await settled(goods, { onHand: 8, allocated: 0 });
    const cancelled = { key: bookingId, payload: { bookingId, lines: [{ line: sold }], whole: true } };
    await fleet.subgraph.publish(BookingCancelledSchema, cancelled);
    await fleet.subgraph.publish(BookingCancelledSchema, cancelled);
    await settled(goods, { onHand: 10, allocated: 0 });
    const told = (await fleet.subgraph.events(StockMovedSchema)).filter(
      ({ variantId }) => variantId === goods.variantId,
    );
    expect(told.map(({ reason, quantity, bookingLineId }) => [reason, quantity, bookingLineId])).toEqual([
      ['ADJUSTMENT', 10, ''],
      ['SALE', -2, `${bookingId}-line`],
      ['CANCELLATION', 2, `${bookingId}-line`],
    ]);
  });

  it('releases what a booking held and did not buy', async () => {
    const goods = await addVariant(fleet);
    await move(goods, 5);
    for (const over of [BookingReleasedSchema, BookingExpiredSchema]) {
      const bookingId = `b-${next()}`;
      await fleet.subgraph.publish(BookingHeldSchema, {
        key: bookingId,
        payload: { bookingId, lines: [line(goods, bookingId, 3)] },
      });
      await settled(goods, { onHand: 5, allocated: 3 });
      await fleet.subgraph.publish(over, { key: bookingId, payload: { bookingId } });
      await settled(goods, { onHand: 5, allocated: 0 });
    }
  });
});
