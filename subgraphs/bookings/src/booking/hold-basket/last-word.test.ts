import { violatedConstraint } from '@fleetgraph/kit/database/on-constraint';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SeenOffer, somebody, TestShop, wallClock } from '../testing/test-shop.js';

let shop: TestShop;
const customer = somebody();
beforeAll(async () => {
  shop = await TestShop.open();
});
afterAll(() => shop.close());

const violation = (sql: string, params: unknown[]) =>
  shop.subgraph.sql(sql, params as string[]).then(() => undefined, violatedConstraint);

describe('the database has the last word', () => {
  it('on a unit over time, to the second, turnaround included', async () => {
    const branch = await shop.catalogue.place('BRANCH');
    await shop.catalogue.units(1, 'CAR', branch, await shop.catalogue.carClass({ turnaroundMinutes: 60 }));
    await shop.catalogue.heard();
    const offer = async (from: string, to: string) =>
      (await shop.offers({ kinds: ['CAR'], fromLocationId: branch, window: { from, to } }))[0];
    const booking = await shop.book(
      [{ offerId: (await offer(wallClock(4, '10:00'), wallClock(5, '10:00')))?.id }],
      customer,
    );
    const overlap = (from: string, to: string) =>
      violation(
        `insert into allocation (line_id, unit_id, period) select line_id, unit_id, tstzrange($2, $3) from allocation where line_id = $1`,
        [booking.lines[0]?.id, `${wallClock(5, from)}:00+02`, `${wallClock(5, to)}:00+02`],
      );
    const offset =
      new Date(`${wallClock(5, '12:00')}:00Z`).toLocaleString('en', {
        timeZone: 'Europe/Berlin',
        hour: 'numeric',
        hour12: false,
      }) === '14'
        ? 0
        : 1;
    expect(await overlap(`${10 + offset}:59`, '23:00')).toBe('allocation_no_overlap');
    expect(await offer(wallClock(5, '10:59'), wallClock(6, '10:00'))).toBeUndefined();
    expect(await offer(wallClock(5, '11:00'), wallClock(6, '10:00'))).toBeDefined(); // half-open: the end is free
    expect(await offer(wallClock(3, '10:00'), wallClock(4, '09:00'))).toBeDefined();
    expect(await offer(wallClock(3, '10:00'), wallClock(4, '09:01'))).toBeUndefined(); // its own turnaround must fit, too
  });

  it('without a queue: who takes a car for other days waits for nobody, a one-way rental for everybody', async () => {
    const branch = await shop.catalogue.place('BRANCH');
    const away = await shop.catalogue.place('BRANCH');
    const car = await shop.catalogue.carClass();
    await shop.catalogue.units(1, 'CAR', branch, car);
    await shop.catalogue.heard();
    const claim = (day: number, movesTo: string | null) =>
      shop.subgraph.running.runtime.em().transactional((tx) =>
        sqlAll<{ claimed: boolean }>(
          tx,
          `select claim_unit(id, tstzrange(current_date + $2::int, current_date + $2::int + 1), $3)
             as claimed from unit where bookable_id = $1`,
          [car, day, movesTo],
        ).then(([row]) => row?.claimed),
      );
    const [offer] = await shop.offers({
      kinds: ['CAR'],
      fromLocationId: branch,
      window: { from: wallClock(4, '10:00'), to: wallClock(5, '10:00') },
    });
    const quote = await shop.quoteId([{ offerId: offer?.id }], customer);
    await shop.subgraph.running.runtime.em().transactional(async (tx) => {
      await sqlAll(
        tx,
        `select claim_unit(id, tstzrange(current_date + 9, current_date + 10), null)
         from unit where bookable_id = $1`,
        [car],
      );
      expect(await claim(9, null)).toBe(false); // rivals for the same time pass it by
      expect(await claim(20, away)).toBe(false); // one way: alone or not at all
      expect(await claim(20, null)).toBe(true);
      // The other transaction is still open.
      expect((await shop.hold(quote, customer)).booking?.state).toBe('HELD');
    });
    expect(await shop.broken()).toEqual([]);
  });

  it('on a seat, and on stock', async () => {
    const [from, to, store] = [
      await shop.catalogue.place('AIRPORT'),
      await shop.catalogue.place('AIRPORT', { latitude: 40 }),
      await shop.catalogue.place('SHOP'),
    ];
    await shop.catalogue.flight(from, to);
    await shop.catalogue.product(store, 2);
    await shop.catalogue.heard();
    const [flight] = (await shop.offers({ kinds: ['FLIGHT'], fromLocationId: from })) as [SeenOffer];
    const [goods] = (await shop.offers({ kinds: ['PRODUCT'], fromLocationId: store })) as [SeenOffer];
    const booking = await shop.book(
      [
        { offerId: flight.id, seat: '3C' },
        { offerId: goods.id, quantity: 2 },
      ],
      customer,
    );
    const again = `insert into allocation (line_id, flight_id, seat) select line_id, flight_id, seat from allocation where line_id = $1`;
    expect(await violation(again, [booking.lines[0]?.id])).toBe('allocation_one_per_seat');
    expect(
      await violation('update stock_position set allocated = allocated + 1 where variant_id = $1', [goods.bookable.id]),
    ).toBe('stock_position_not_oversold');
  });

  it('sums what one basket takes of the same stock, and gives several seats of one basket different places', async () => {
    const [from, to, store] = [
      await shop.catalogue.place('AIRPORT'),
      await shop.catalogue.place('AIRPORT', { latitude: 40 }),
      await shop.catalogue.place('SHOP'),
    ];
    await shop.catalogue.flight(from, to, { rows: 1 });
    await shop.catalogue.product(store, 3);
    await shop.catalogue.heard();
    const [goods] = (await shop.offers({ kinds: ['PRODUCT'], fromLocationId: store })) as [SeenOffer];
    const [flight] = (await shop.offers({ kinds: ['FLIGHT'], fromLocationId: from })) as [SeenOffer];
    const twice = [
      { offerId: goods.id, quantity: 2 },
      { offerId: goods.id, quantity: 2 },
    ];
    expect((await shop.hold(await shop.quoteId(twice, customer), customer)).__typename).toBe('Unavailable');
    const family = await shop.book(
      [
        { offerId: flight.id, quantity: 4 },
        { offerId: goods.id, quantity: 3 },
      ],
      customer,
    );
    expect(new Set(family.lines.slice(0, 4).map(({ seat }) => seat?.designator)).size).toBe(4);
    expect(
      (await shop.hold(await shop.quoteId([{ offerId: flight.id, quantity: 3 }], customer), customer)).__typename,
    ).toBe('Unavailable');
    expect(await shop.broken()).toEqual([]);
  });
});
