import { until } from '@fleetgraph/kit/testing/until';
import type { SubgraphName } from '@fleetgraph/local/system/subgraph-names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReadMoneyDocument } from '../../client/__generated__/graphql.js';
import { type BookingChange, followBooking, readUntil } from '../../client/follow-booking.js';
import { Graph } from '../../client/graph.js';
import { untilMoney } from '../../demo/steps/read-money.js';
import { type Cable, layCable } from '../../faults/testing/cable.js';
import { FaultySystem } from '../../faults/testing/faulty-system.js';
import type { Purchase } from '../../faults/testing/purchase.js';
import { START_TIMEOUT_MS } from '../testing/test-system.js';
import { withLifetime } from './short-lived-token.js';

const RECOVERY_MS = 60_000;
const TIMEOUT_MS = 2 * RECOVERY_MS;

let world: FaultySystem;
let cable: Cable;
beforeAll(async () => {
  world = await FaultySystem.start({ placement: 'apart' });
  cable = await layCable(world.system.url);
}, START_TIMEOUT_MS);
afterAll(async () => {
  await cable?.stop();
  await world?.stop();
});

async function paidPurchase(): Promise<Purchase> {
  const purchase = await world.purchase();
  await purchase.hold();
  await purchase.pay();
  await untilMoney(purchase.graph, purchase.bookingId, ({ payments }) => payments?.[0]?.state === 'SUCCEEDED');
  return purchase;
}

const read = ({ graph, bookingId }: Purchase) => graph.answer(ReadMoneyDocument, { id: bookingId });

describe('an answer with a part missing', () => {
  let purchase: Purchase;
  beforeAll(async () => {
    purchase = await paidPurchase();
  }, TIMEOUT_MS);

  it(
    'comes without what a hung subgraph knows, and says so',
    async () => {
      world.signal('notifications', 'SIGSTOP');
      try {
        const { data, errors } = await read(purchase);
        expect(data.booking).toMatchObject({ state: 'CONFIRMED', messages: null, payments: [{ state: 'SUCCEEDED' }] });
        expect(errors).toMatchObject([
          {
            path: ['booking', 'messages'],
            extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'notifications', retryable: true },
          },
        ]);
      } finally {
        world.signal('notifications', 'SIGCONT');
      }
      await untilWhole('notifications', purchase);
    },
    TIMEOUT_MS,
  );

  it(
    'comes without what a dead subgraph knows, says so, and is whole again by itself',
    async () => {
      await world.kill('payments');
      const { data, errors } = await read(purchase);
      expect(data.booking).toMatchObject({ state: 'CONFIRMED', payments: null, invoices: null });
      const codes = new Set(errors.map(({ extensions }) => JSON.stringify(extensions)));
      expect([...codes].map((text) => JSON.parse(text))).toMatchObject([
        { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'payments', retryable: true },
      ]);
      await untilWhole('payments', purchase);
    },
    TIMEOUT_MS,
  );

  async function untilWhole(subgraph: SubgraphName, asked: Purchase): Promise<void> {
    await world.untilRunning(subgraph);
    await until(async () => (await read(asked)).errors.length === 0, RECOVERY_MS);
  }
});

describe('a subscription', () => {
  it('whose socket is cut resumes behind the last change and has each once', async () => {
    const purchase = await world.purchase();
    await purchase.hold();
    const tunnel = new Graph(cable.origin, purchase.graph.token);
    const seen: BookingChange[] = [];
    const reading = (async () => {
      for await (const change of followBooking(tunnel, purchase.bookingId)) seen.push(change);
    })();
    await until(() => seen.length > 0);
    cable.cut();
    await expect(reading).rejects.toMatchObject({ code: 1006 });

    await purchase.pay();
    await readUntil(purchase.graph, purchase.bookingId, { fits: ({ booking }) => booking.state === 'CONFIRMED' });
    const after = seen.at(-1)?.sequence ?? 0;
    const missed = await readUntil(tunnel, purchase.bookingId, {
      after,
      fits: ({ sequence, booking }) => sequence === booking.version,
    });
    const sequences = [...seen, ...missed].map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, at) => at + 1));
    expect(missed.at(-1)?.booking.state).toBe('CONFIRMED');
  });

  it('ends with its token', async () => {
    const purchase = await world.purchase();
    await purchase.hold();
    const token = await withLifetime(world, purchase.graph.token ?? '', 3);
    const graph = new Graph(world.system.url, token);
    const reading = (async () => {
      const seen: number[] = [];
      try {
        for await (const { sequence } of followBooking(graph, purchase.bookingId)) seen.push(sequence);
        return { seen, end: undefined };
      } catch (end) {
        return { seen, end };
      }
    })();
    expect(await reading).toMatchObject({ seen: [1], end: { code: 4403, reason: 'The token has expired' } });
  });
});
