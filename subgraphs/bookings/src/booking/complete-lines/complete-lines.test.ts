import { randomUUID } from 'node:crypto';
import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { somebody, TestShop } from '../testing/test-shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open({ collectGoodsHours: 2 / 3600 });
});
afterAll(() => shop.close());

const customer = somebody();

describe('goods', () => {
  it('are done when staff say so, or by themselves, and their stock goes with the sale', async () => {
    const store = await shop.catalogue.place('SHOP');
    const variant = await shop.catalogue.product(store, 5);
    await shop.catalogue.heard();
    const goods = async () => (await shop.offers({ kinds: ['PRODUCT'], fromLocationId: store }))[0];
    const booking = await shop.pay(
      await shop.book([{ offerId: (await goods())?.id, quantity: 2 }], customer),
      customer,
    );
    await shop.inState(booking.id, 'COMPLETED', customer);
    expect((await goods())?.unitsLeft).toBe(3);
    await shop.catalogue.stock(variant, {
      locationId: store,
      onHand: 3,
      version: 2,
      bookingLineId: booking.lines[0]?.id,
    });
    await shop.catalogue.stock(variant, {
      locationId: store,
      onHand: 3,
      version: 2,
      bookingLineId: booking.lines[0]?.id,
    });
    const level = async () =>
      (
        await shop.subgraph.sql<{ on_hand: number; allocated: number }>(
          'select on_hand, allocated from stock_position where variant_id = $1',
          [variant],
        )
      )[0];
    await until(async () => (await level())?.on_hand === 3);
    expect(await level()).toEqual({ on_hand: 3, allocated: 0 });
    expect((await goods())?.unitsLeft).toBe(3);

    // A count below what is promised is fleet's word: nothing more is sold, nothing breaks.
    const other = await shop.book([{ offerId: (await goods())?.id, quantity: 3 }], customer);
    await shop.catalogue.stock(variant, { locationId: store, onHand: 1, version: 3 });
    await until(async () => (await level())?.on_hand === 1);
    expect(await goods()).toBeUndefined();
    await shop.catalogue.stock(variant, { locationId: store, onHand: 99, version: 2, bookingLineId: randomUUID() });
    await shop.change('releaseHold', { bookingId: other.id }, customer);
    expect((await goods())?.unitsLeft).toBe(1);
    expect(await shop.broken()).toEqual([]);
  });
});
