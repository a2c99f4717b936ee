import { until } from '@fleetgraph/kit/testing/until';
import { BookableChangedSchema, UnitChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestShop } from '../booking/testing/test-shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open();
});
afterAll(() => shop.close());

describe('the copy of the catalogue', () => {
  it('keeps the last version, whatever arrives late or twice', async () => {
    const branch = await shop.catalogue.place('BRANCH');
    const bookableId = await shop.catalogue.carClass({ title: 'First' });
    const unitId = await shop.catalogue.unit('CAR', branch, { bookableId });
    await shop.catalogue.heard();
    const tell = (version: number, title: string) =>
      shop.subgraph.publish(BookableChangedSchema, {
        key: bookableId,
        payload: { bookableId, version, kind: 'CAR', title, active: true },
      });
    const unit = (version: number, inService: boolean) =>
      shop.subgraph.publish(UnitChangedSchema, {
        key: unitId,
        payload: { unitId, version, kind: 'CAR', bookableId, locationId: branch, inService },
      });
    for (const [version, title] of [
      [3, 'Third'],
      [2, 'Second'],
      [3, 'Third again'],
    ] as const)
      await tell(version, title);
    for (const [version, inService] of [
      [5, false],
      [4, true],
      [5, true],
    ] as const)
      await unit(version, inService);
    await tell(4, 'Fourth');
    await until(
      async () =>
        (await shop.subgraph.sql('select 1 from bookable where id = $1 and version = 4', [bookableId])).length === 1,
    );
    await until(
      async () => (await shop.subgraph.sql('select 1 from unit where id = $1 and version = 5', [unitId])).length === 1,
    );
    await unit(6, true);
    await until(
      async () => (await shop.subgraph.sql('select 1 from unit where id = $1 and version = 6', [unitId])).length === 1,
    );
    const seen = await shop.subgraph.sql(
      'select title, in_service from bookable b join unit u on u.bookable_id = b.id where b.id = $1',
      [bookableId],
    );
    expect(seen).toEqual([{ title: 'Fourth', in_service: true }]);
  });
});
