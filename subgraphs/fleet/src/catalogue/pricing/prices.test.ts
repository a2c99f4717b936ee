import { BookableChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FleetUnderTest } from '../../testing/fleet-under-test.js';
import { addClassWithCar } from '../../testing/seed.js';

let fleet: FleetUnderTest;
beforeAll(async () => {
  fleet = await FleetUnderTest.start();
});
afterAll(() => fleet.stop());

describe('prices', () => {
  it('are told anew when the plan or the tax changes', async () => {
    const { classId } = await addClassWithCar(fleet, 'IDAR');
    const of = async () =>
      (await fleet.subgraph.events(BookableChangedSchema)).filter(({ bookableId }) => bookableId === classId);
    const [plan] = await fleet.subgraph.sql<{ code: string }>(
      'select code from rate_plan where id = (select rate_plan_id from car_class where id = $1)',
      [classId],
    );
    const save = {
      code: plan?.code,
      name: 'x',
      currency: 'EUR',
      taxCategory: 'STANDARD',
      day: { perDayMinor: '6000' },
    };
    expect((await fleet.do('saveRatePlan', save)).code).toBe('SUPPLY_VERSION_STALE');
    expect((await fleet.do('saveRatePlan', { ...save, expectedVersion: 1 })).__typename).toBe('SaveRatePlanSuccess');
    expect((await of()).at(-1)?.ratePlan?.day?.perDay?.amountMinor).toBe(6000n);
    await fleet.make('setTaxRate', { country: 'DE', category: 'STANDARD', rateBps: 1600 }, 'rateBps');
    expect((await of()).at(-1)?.ratePlan?.taxRateBps).toBe(1600);
    const told = (await of()).length;
    await fleet.make('setTaxRate', { country: 'DE', category: 'STANDARD', rateBps: 1600 }, 'rateBps');
    expect(await of()).toHaveLength(told);
    const versions = (await of()).map(({ version }) => version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  it('are refused when they make no sense', async () => {
    const plan = { code: 'X', name: 'x', currency: 'EUR', taxCategory: 'STANDARD' };
    const refused = async (terms: object) => (await fleet.do('saveRatePlan', { ...plan, ...terms })).code;
    expect(await refused({})).toBe('INPUT_INVALID');
    expect(await refused({ usage: { baseMinor: '1' }, day: { perDayMinor: '1' } })).toBe('INPUT_INVALID');
    expect(await refused({ day: { perDayMinor: '-1' } })).toBe('INPUT_INVALID');
    expect(await refused({ usage: { baseMinor: '1', capMinor: '5' } })).toBe('INPUT_INVALID');
    expect(
      await refused({ usage: { baseMinor: '1', perMinute: [{ start: 5, end: 5, interval: 1, rateMinor: '1' }] } }),
    ).toBe('INPUT_INVALID');
  });
});
