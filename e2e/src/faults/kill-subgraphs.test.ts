import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { factsOf, paid, refunded } from './testing/facts-of.js';
import { FaultySystem } from './testing/faulty-system.js';
import { DURING_THE_PURCHASE, DURING_THE_REFUND, type Park } from './testing/places-to-die.js';
import type { Purchase } from './testing/purchase.js';
import { expectInvariants, untilSettled } from './testing/until-settled.js';

const TIMEOUT_MS = 180_000;

let world: FaultySystem;
beforeAll(async () => {
  world = await FaultySystem.start();
}, TIMEOUT_MS);
afterAll(() => world?.stop());
afterEach(() => expectInvariants(world), TIMEOUT_MS);

/** Kills the one process of all six subgraphs there, lets it come again, and lets the customer go on. */
async function killAt(purchase: Purchase, park: Park): Promise<void> {
  const clearTheWay = await park(world, purchase);
  await world.kill();
  await clearTheWay();
  await world.untilRunning();
}

describe("the subgraphs' process, killed", () => {
  it.each(DURING_THE_PURCHASE)(
    '%s: the customer pays once and gets everything',
    async (_place, park) => {
      const purchase = await world.purchase();
      await killAt(purchase, park);
      await purchase.finish();
      await untilSettled(world);
      expect(await factsOf(world, purchase)).toEqual(paid(purchase));
    },
    TIMEOUT_MS,
  );

  it.each(DURING_THE_REFUND)(
    '%s: the money goes back once',
    async (_place, park) => {
      const purchase = await world.purchase();
      await purchase.finish();
      await untilSettled(world);
      await killAt(purchase, park);
      await purchase.cancel();
      await untilSettled(world);
      expect(await factsOf(world, purchase)).toEqual(refunded(purchase));
    },
    TIMEOUT_MS,
  );
});
