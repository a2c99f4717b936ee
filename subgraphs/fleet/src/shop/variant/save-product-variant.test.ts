import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FleetUnderTest } from '../../testing/fleet-under-test.js';
import { addVariant, next } from '../../testing/seed.js';

let fleet: FleetUnderTest;
let place: { productId: string; locationId: string };
beforeAll(async () => {
  fleet = await FleetUnderTest.start();
  const { locationId } = await addVariant(fleet);
  place = { productId: (await fleet.make('addProduct', { name: 'Roof rack', brand: 'Thule' })).id, locationId };
});
afterAll(() => fleet.stop());

const add = (priceMinor: string) =>
  fleet.do('addProductVariant', { ...place, sku: `RACK-${next()}`, title: 'Roof rack', priceMinor, currency: 'EUR' });

describe('a price', () => {
  it.each(['0', '1000000000000'])('of %s is taken', async (price) => {
    expect((await add(price)).__typename).toBe('AddProductVariantSuccess');
  });

  it.each(['-1', '1000000000001', '9223372036854775807'])('of %s breaks a rule', async (price) => {
    expect((await add(price)).code).toBe('INPUT_INVALID');
  });

  it.each(['9223372036854775808', '-9223372036854775809'])('of %s is more than a BigInt may have', async (price) => {
    await expect(add(price)).rejects.toThrow(/BAD_USER_INPUT/);
  });
});
