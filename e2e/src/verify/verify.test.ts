import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '@fleetgraph/kit/testing/until';
import type { DatabaseName } from '@fleetgraph/local/postgres/database-names';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { untilMoney } from '../demo/steps/read-money.js';
import { FaultySystem } from '../faults/testing/faulty-system.js';
import { runInvariants } from './run-invariants.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const START_TIMEOUT_MS = 120_000;

let world: FaultySystem;
beforeAll(async () => {
  world = await FaultySystem.start({ placement: 'inside' });
  const purchase = await world.purchase();
  await purchase.finish();
  await untilMoney(purchase.graph, purchase.bookingId, ({ invoices }) => (invoices ?? []).length > 0);
  await until(async () => (await broken()).length === 0, 20_000);
}, START_TIMEOUT_MS);
afterAll(() => world?.stop());

const broken = async (): Promise<string[]> =>
  (await runInvariants(world.insides, 0)).filter(({ ok }) => !ok).map(({ id }) => id);

/** Hurts the data behind the system's back; each is mended again. */
const HURTS: readonly [invariant: string, database: DatabaseName, hurt: string, mend: string][] = [
  ['fleet-3', 'fleet', 'update stock_level set on_hand = on_hand + 1', 'update stock_level set on_hand = on_hand - 1'],
  [
    'whole-3',
    'bookings',
    'update stock_position set on_hand = on_hand + 1',
    'update stock_position set on_hand = on_hand - 1',
  ],
  [
    'bookings-6',
    'bookings',
    'update booking set total_minor = total_minor + 1',
    'update booking set total_minor = total_minor - 1',
  ],
  [
    'whole-5',
    'payments',
    'update payment set captured_minor = captured_minor - 1',
    'update payment set captured_minor = captured_minor + 1',
  ],
  [
    'whole-6',
    'bookings',
    'update booking_line set refund_minor = 1 where position = 0',
    'update booking_line set refund_minor = null',
  ],
  [
    'whole-7',
    'analytics',
    `update fact set measure = 'gone' where measure = 'bookings'`,
    `update fact set measure = 'bookings' where measure = 'gone'`,
  ],
  [
    'whole-9a',
    'bookings',
    `insert into outbox (topic, key, type, dataschema, data, published_at) values ('t', 'lost', 't', 't', '', now())`,
    `delete from outbox where key = 'lost'`,
  ],
  [
    'whole-9b',
    'analytics',
    `update inbox set consumer_group = 'gone' where consumer_group = 'analytics.collect-facts'`,
    `update inbox set consumer_group = 'analytics.collect-facts' where consumer_group = 'gone'`,
  ],
  [
    'whole-11a',
    'notifications',
    `update notification set state = 'SENT', reason = state where channel = 'EMAIL' and state <> 'SENT'`,
    'update notification set state = reason, reason = null where reason is not null',
  ],
  [
    'whole-11b',
    'notifications',
    `update notification set booking_id = '0' || booking_id where template = 'booking-confirmed'`,
    `update notification set booking_id = substr(booking_id, 2) where template = 'booking-confirmed'`,
  ],
  [
    'whole-12',
    'bookings',
    `insert into outbox (topic, key, type, dataschema, data, published_at)
     values ('t', 'told', 't', 't', 'to customer@fleetgraph.example', now())`,
    `delete from outbox where key = 'told'`,
  ],
];

describe('the invariants', () => {
  it.each(HURTS)('%s sees that %s was hurt', async (invariant, database, hurt, mend) => {
    await world.sql(database, hurt);
    try {
      expect(await broken()).toContain(invariant);
    } finally {
      await world.sql(database, mend);
    }
    expect(await broken()).not.toContain(invariant);
  });

  it('are told by the command, which fails when one is broken', async () => {
    expect(await verify()).toMatchObject({ exitCode: 0 });
    await world.sql('fleet', 'update stock_level set on_hand = on_hand + 1');
    const { exitCode, lines } = await verify();
    await world.sql('fleet', 'update stock_level set on_hand = on_hand - 1');
    expect(exitCode).toBe(1);
    const told = lines.find(({ id }) => id === 'fleet-3');
    expect(told).toMatchObject({ ok: false, violations: [expect.objectContaining({ on_hand: expect.any(Number) })] });
  }, 120_000);
});

interface Line {
  readonly id: string;
  readonly ok: boolean;
  readonly violations: readonly unknown[];
}

function verify(): Promise<{ exitCode: number | string; lines: Line[] }> {
  const args = [MAIN, '--json', '--port', new URL(world.system.url).port, '--data', world.folder, '--settle', '1'];
  return new Promise((resolve) =>
    execFile(process.execPath, args, (error, output) => {
      const lines = output.split('\n').filter((line) => line.startsWith('{'));
      resolve({ exitCode: error?.code ?? 0, lines: lines.map((line): Line => JSON.parse(line)) });
    }),
  );
}
