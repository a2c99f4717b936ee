import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { until } from '@fleetgraph/kit/testing/until';
import type { DatabaseName } from '@fleetgraph/local/postgres/database-names';
import { DEMO_PEOPLE } from '@fleetgraph/local/system/demo-accounts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
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

type Data = Record<string, unknown>;

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
  ['whole-12', 'users', suspendedBecause(DEMO_PEOPLE.customer.displayName), `delete from outbox where key = 'told'`],
];

/** Puts into the outbox that somebody was suspended for this reason. */
function suspendedBecause(reason: string): string {
  const text = Buffer.from(reason);
  const hex = Buffer.concat([Buffer.from([0x12, text.length]), text]).toString('hex'); // field 2 of UserSuspended
  return `insert into outbox (topic, key, type, dataschema, data, published_at)
    values ('t', 'told', 'fleetgraph.users.v1.UserSuspended', 't', decode('${hex}', 'hex'), now())`;
}

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

  it.each(['Hamburg', 'Europe', 'abc', 'CANCELLED'])('do not mind that a person is called %s', async (name) => {
    const [person] = await world.sql('users', 'select id, display_name from person order by id limit 1');
    await world.sql('users', 'update person set display_name = $1 where id = $2', [name, person?.id]);
    try {
      expect(await broken()).not.toContain('whole-12');
    } finally {
      await world.sql('users', 'update person set display_name = $1 where id = $2', [person?.display_name, person?.id]);
    }
  });

  it('hold when staff had given money back by hand before the customer cancels', async () => {
    const purchase = await world.purchase();
    await purchase.finish();
    const { payments } = await untilMoney(purchase.graph, purchase.bookingId, ({ invoices }) =>
      Boolean(invoices?.length),
    );
    const input = {
      paymentId: payments?.[0]?.id ?? '',
      amountMinor: String(BigInt(purchase.totalMinor) - 90n),
      reason: 'Goodwill',
      idempotencyKey: randomUUID(),
    };
    const document = parse('mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { __typename } }');
    const refunded = await (await world.signIn('finance')).ask<Data, Data>(document, { input });
    expect(refunded).toEqual({ refundPayment: { __typename: 'RefundPaymentSuccess' } });
    await purchase.cancel();
    const isBack = ({ refunded }: { refunded?: { amountMinor: string } | null }) =>
      refunded?.amountMinor === purchase.totalMinor;
    await untilMoney(purchase.graph, purchase.bookingId, isBack);
    await until(async () => (await broken()).length === 0, 20_000);
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

  it.each([
    [['--port', '1'], /^No Fleetgraph answers at localhost:1: .*\n$/],
    [['--port', 'x'], /^"x" is no port.*\n$/],
    [['nobody'], /^Unexpected argument 'nobody'.*\n$/],
    [['--data', '/nowhere'], /^No system runs on the folder \/nowhere.*\n$/],
  ])('cannot be asked for with %j: one sentence says why', async (args, sentence) => {
    const { exitCode, fault } = await run([MAIN, '--port', new URL(world.system.url).port, ...args]);
    expect({ exitCode, fault }).toEqual({ exitCode: 1, fault: expect.stringMatching(sentence) });
  });
});

interface Line {
  readonly id: string;
  readonly ok: boolean;
  readonly violations: readonly unknown[];
}

async function verify(): Promise<{ exitCode: number | string; lines: Line[] }> {
  const args = [MAIN, '--json', '--port', new URL(world.system.url).port, '--data', world.folder, '--settle', '1'];
  const { exitCode, output } = await run(args);
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return { exitCode, lines: lines.map((line): Line => JSON.parse(line)) };
}

function run(args: readonly string[]): Promise<{ exitCode: number | string; output: string; fault: string }> {
  return new Promise((resolve) =>
    execFile(process.execPath, args, (error, output, fault) => resolve({ exitCode: error?.code ?? 0, output, fault })),
  );
}
