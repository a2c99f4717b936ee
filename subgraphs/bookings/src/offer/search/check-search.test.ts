import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestShop, wallClock } from '../../booking/testing/test-shop.js';

let shop: TestShop;
let branch: string;
beforeAll(async () => {
  shop = await TestShop.open({ mostDaysAhead: 100, longestWindowDays: 30 });
  branch = await shop.catalogue.place('BRANCH', { timeZone: 'Pacific/Kiritimati' });
  await shop.catalogue.unit('CAR', branch, { bookableId: await shop.catalogue.carClass() });
  await shop.catalogue.heard();
});
afterAll(() => shop.close());

const span = (from: string, to?: string) => ({ window: { from, to: to ?? null } });
const at = (hours: number, timeZone: string) =>
  new Date(Date.now() + hours * 3_600_000).toLocaleString('sv', { timeZone }).replace(' ', 'T');

it.each<[name: string, input: () => object]>([
  ['kinds', () => ({ kinds: [] })],
  ['travellers', () => ({ travellers: 0 })],
  ['travellers', () => ({ travellers: -3 })],
  ['near.latitude', () => ({ near: { latitude: 91, longitude: 10, radiusMeters: 100 } })],
  ['near.longitude', () => ({ near: { latitude: 9, longitude: -180.5, radiusMeters: 100 } })],
  ['near.radiusMeters', () => ({ near: { latitude: 9, longitude: 10, radiusMeters: -1 } })],
  ['fromLocationId', () => ({ fromLocationId: 'nowhere' })],
  ['toLocationId', () => ({ toLocationId: 'nowhere' })],
  ['window.to', () => span(wallClock(3, '10:00'), wallClock(2, '10:00'))],
  ['window.to', () => span(wallClock(3, '10:00'), wallClock(3, '10:00'))],
  ['window.to', () => span(wallClock(3, '10:00'), wallClock(3, '10:01'))],
  ['window.to', () => span(wallClock(3, '10:00'), wallClock(34, '10:00'))],
  ['window.to', () => span(wallClock(-5, '10:00'), wallClock(-3, '10:00'))],
  ['window.from', () => span(wallClock(-3, '10:00'))],
  ['window.from', () => span(wallClock(102, '10:00'), wallClock(103, '10:00'))],
  ['window.from', () => span('9998-01-01T10:00', '9999-12-31T10:00')],
  // The clock of the place counts, not that of the server.
  [
    'window.to',
    () => ({ fromLocationId: branch, ...span(at(-3, 'Pacific/Kiritimati'), at(-1, 'Pacific/Kiritimati')) }),
  ],
])('offers name the input that cannot be: %s (%#)', async (name, input) => {
  await expect(shop.offers({ kinds: ['CAR'], ...input() })).rejects.toThrow(`input.${name}: `);
  await expect(shop.offers({ kinds: ['CAR'], ...input() })).rejects.toThrow('BAD_USER_INPUT');
});

it('offers may be asked for up to the limits', async () => {
  const ask = (from: string, to: string) => shop.offers({ kinds: ['CAR'], fromLocationId: branch, ...span(from, to) });
  expect(await ask(wallClock(98, '10:00'), wallClock(128, '10:00'))).toHaveLength(1);
  expect(await ask(at(1, 'Pacific/Kiritimati'), at(1.25, 'Pacific/Kiritimati'))).toHaveLength(1);
});
