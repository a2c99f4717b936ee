import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { somebody, TestShop, wallClock } from '../../booking/testing/test-shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open();
});
afterAll(() => shop.close());

const customer = somebody();

describe('what others see through the graph', () => {
  const entities = (representations: object[], fields: string) =>
    shop.subgraph.query<{ _entities: Record<string, unknown>[] }>(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ${fields} } }`,
      { r: representations },
    );

  it('is when a bookable is free', async () => {
    const branch = await shop.catalogue.place('BRANCH');
    const car = await shop.catalogue.carClass();
    await shop.catalogue.unit('CAR', branch, { bookableId: car });
    await shop.catalogue.heard();
    const day = (from: number, to: number) => ({ from: wallClock(from, '10:00'), to: wallClock(to, '10:00') });
    const [offer] = await shop.offers({ kinds: ['CAR'], fromLocationId: branch, window: day(5, 6) });
    await shop.book([{ offerId: offer?.id }], customer);
    const answer = await entities(
      [
        { __typename: 'Bookable', id: car },
        { __typename: 'Bookable', id: 'unheard-of' },
      ],
      `... on Bookable { rating { count } availability(window: { from: "${wallClock(4, '10:00')}", to: "${wallClock(8, '10:00')}" }) { from { local } to { local } } }`,
    );
    expect(answer.data?._entities).toEqual([
      {
        rating: null,
        availability: [
          { from: { local: `${wallClock(4, '10:00')}:00` }, to: { local: `${wallClock(5, '09:00')}:00` } }, // a new rental needs its turnaround
          { from: { local: `${wallClock(6, '11:00')}:00` }, to: { local: `${wallClock(8, '10:00')}:00` } },
        ],
      },
      { rating: null, availability: null },
    ]);
  });

  it('is the state and price of each seat', async () => {
    const [from, to] = [await shop.catalogue.place('AIRPORT'), await shop.catalogue.place('AIRPORT', { latitude: 40 })];
    const flight = await shop.catalogue.flight(from, to);
    await shop.catalogue.heard();
    const [offer] = await shop.offers({ kinds: ['FLIGHT'], fromLocationId: from });
    const sold = await shop.book([{ offerId: offer?.id, seat: '1A' }], customer);
    await shop.pay(sold, customer);
    await shop.book([{ offerId: offer?.id, seat: '2B' }], customer);
    const seats = ['1A', '2B', '3C', '99Z'].map((designator) => ({ __typename: 'Seat', flightId: flight, designator }));
    const answer = await entities(seats, '... on Seat { designator state price { amountMinor } }');
    expect(
      answer.data?._entities.map(({ state, price }) => [state, (price as { amountMinor: string } | null)?.amountMinor]),
    ).toEqual([
      ['TAKEN', '39900'],
      ['HELD', '14400'],
      ['AVAILABLE', '11900'],
      [null, undefined],
    ]);
  });
});
