import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { factsOf, paid, providerFacts } from './testing/facts-of.js';
import { LaunchedSystem } from './testing/launched-system.js';
import type { Purchase } from './testing/purchase.js';
import { expectInvariants, untilSettled } from './testing/until-settled.js';

const TIMEOUT_MS = 180_000;

let launched: LaunchedSystem;
beforeAll(async () => {
  launched = await LaunchedSystem.start();
}, TIMEOUT_MS);
afterAll(() => launched?.stop(), TIMEOUT_MS);

const atProvider = async (purchase: Purchase) => (await providerFacts(launched.world, purchase))[0]?.status;

/** Three customers: one has just held, one's card was accepted, one's money was taken a moment ago. */
async function beginPurchases(): Promise<Purchase[]> {
  const { world } = launched;
  const held = await world.purchase();
  await held.hold();
  const taken = await world.purchase();
  await taken.hold();
  const accepted = await world.purchase();
  await accepted.hold();

  await launched.tellSandbox({ delayAnswerMs: 60_000, matching: '/capture' });
  await taken.pay();
  await until(async () => (await atProvider(taken)) === 'succeeded', 30_000);
  await launched.tellSandbox({ holdWebhooks: true });
  await accepted.pay();
  expect(await atProvider(accepted)).toBe('requires_capture');
  return [held, accepted, taken];
}

describe('the launcher, killed during purchases and started again on the same folder', () => {
  it.each([
    ['alone', false],
    ['together with PostgreSQL', true],
  ])(
    '%s: everybody pays once and gets everything',
    async (_what, withPostgres) => {
      const purchases = await beginPurchases();
      await launched.kill({ withPostgres });
      await launched.launch();
      for (const purchase of purchases) await purchase.finish();
      await untilSettled(launched.world);
      for (const purchase of purchases) expect(await factsOf(launched.world, purchase)).toEqual(paid(purchase));
      await expectInvariants(launched.world);
    },
    TIMEOUT_MS,
  );
});
