import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { factsOf, paid } from './testing/facts-of.js';
import { FaultySystem } from './testing/faulty-system.js';
import type { Purchase } from './testing/purchase.js';
import { expectInvariants, untilSettled } from './testing/until-settled.js';

const TIMEOUT_MS = 180_000;
const CUSTOMERS = 6;
const PERSISTENCE_MS = 60_000;

let world: FaultySystem;
beforeAll(async () => {
  // Commits are on disk: what was answered must be there after the kill.
  world = await FaultySystem.start({ isDurable: true });
}, TIMEOUT_MS);
afterAll(() => world?.stop());

/** Somebody who tries again whatever happens. */
async function persist(purchase: Purchase): Promise<void> {
  let last: unknown;
  const isDone = () =>
    purchase.finish().then(
      () => true,
      (error: unknown) => {
        last = error;
        return false;
      },
    );
  await until(isDone, PERSISTENCE_MS).catch((cause: unknown) => {
    throw new Error(`Could not buy: ${last}`, { cause });
  });
}

/** Answers the number of bookings in a state of their hold. */
const countBookings = async (state: string) =>
  Number((await world.sql('bookings', 'select count(*) from booking where hold_state = $1', [state]))[0]?.count);

const VICTIMS: readonly (readonly [string, () => Promise<number>])[] = [
  ['its main process', async () => world.system.postgres.pid],
  [
    'one of its workers',
    async () => {
      const text = `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
      return Number((await world.sql('payments', text))[0]?.pid);
    },
  ],
];

describe('PostgreSQL, killed during purchases', () => {
  it.each(VICTIMS)(
    '%s: it comes back, everybody pays once and gets everything',
    async (_what, findVictim) => {
      const purchases: Purchase[] = [];
      // One after another: the fifth sign-in of one account at the same moment would have to wait.
      while (purchases.length < CUSTOMERS) purchases.push(await world.purchase());
      const confirmedBefore = await countBookings('CONSUMED');
      const buying = purchases.map(persist);
      await until(async () => (await countBookings('ACTIVE')) > 0, 30_000);
      process.kill(await findVictim(), 'SIGKILL');
      await Promise.all(buying);
      await untilSettled(world);
      for (const purchase of purchases) expect(await factsOf(world, purchase)).toEqual(paid(purchase));
      expect(await countBookings('CONSUMED')).toBe(confirmedBefore + CUSTOMERS);
      await expectInvariants(world);
    },
    TIMEOUT_MS,
  );
});
