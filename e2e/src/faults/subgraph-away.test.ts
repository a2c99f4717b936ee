import { until } from '@fleetgraph/kit/testing/until';
import type { SubgraphName } from '@fleetgraph/local/system/subgraph-names';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLError, parse } from 'graphql';
import { StartPaymentDocument } from '../client/__generated__/graphql.js';
import { factsOf, paid } from './testing/facts-of.js';
import { FaultySystem } from './testing/faulty-system.js';
import type { Purchase } from './testing/purchase.js';
import { expectInvariants, untilSettled } from './testing/until-settled.js';

const TIMEOUT_MS = 120_000;
/** The router waits five seconds for one subgraph; the rest of the plan runs beside that. */
const IN_TIME_MS = 8_000;
const RECOVERY_MS = 5_000;

type Document = TypedDocumentNode<Record<string, unknown>, Record<string, unknown>>;

/** What a page of "My trips" asks of five subgraphs at once. */
const WIDE = parse(`query Wide($id: ID!) {
  me { id displayName }
  product(sku: "CHILD-1") { id title }
  booking(id: $id) {
    id state
    customer { displayName }
    lines { title ... on CarRental { car { plate } } }
    payments { state }
    messages { title }
  }
}`) as Document;
const NUMBERS = parse('{ metrics { name } }') as Document;

/** What each subgraph's absence costs of it; what is public of the catalogue the router has kept (`product`). */
const COSTS: readonly (readonly [SubgraphName, readonly string[]])[] = [
  ['users', ['booking.customer.displayName', 'me']],
  ['fleet', ['booking.lines.0.car.plate']],
  ['bookings', ['booking']],
  ['payments', ['booking.payments']],
  ['notifications', ['booking.messages']],
  ['analytics', []],
];

let world: FaultySystem;
let purchase: Purchase;
let whole: Record<string, unknown>;
beforeAll(async () => {
  world = await FaultySystem.start({ placement: 'apart' });
  purchase = await world.purchase();
  await purchase.finish();
  await untilSettled(world);
  whole = await purchase.graph.ask(WIDE, { id: purchase.bookingId });
}, TIMEOUT_MS);
afterAll(() => world?.stop());
afterEach(() => expectInvariants(world), TIMEOUT_MS);

const ask = () => purchase.graph.answer(WIDE, { id: purchase.bookingId });

/** The whole answer, as it may come back: no errors, nothing missing. */
const untilWhole = async (patienceMs: number) => {
  const { data } = await until(async () => {
    const answer = await ask();
    return answer.errors.length === 0 && answer;
  }, patienceMs);
  expect(data).toEqual(whole);
};

/** Each lost field is told with subgraph, code and that asking again helps; everything else is there. */
function expectTheRest(
  { data, errors }: { data: Record<string, unknown>; errors: readonly GraphQLError[] },
  away: { subgraph: SubgraphName; code: string; costs: readonly string[] },
): void {
  expect(errors.map(({ path }) => path?.join('.')).sort()).toEqual(away.costs);
  for (const { extensions } of errors) {
    expect(extensions).toEqual({ code: away.code, subgraph: away.subgraph, retryable: true });
  }
  expect(data).toEqual(without(whole, away.costs));
}

/** A copy in which the fields are null. */
function without(data: Record<string, unknown>, paths: readonly string[]): unknown {
  const copy = (value: unknown, at: string): unknown => {
    if (paths.includes(at)) return null;
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, copy(inner, at === '' ? key : `${at}.${key}`)]);
    return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
  };
  return copy(data, '');
}

describe('one subgraph', () => {
  it.each(COSTS)(
    '%s that hangs costs its own fields only, for as long as it hangs',
    async (subgraph, costs) => {
      world.signal(subgraph, 'SIGSTOP');
      const startedAt = performance.now();
      try {
        expectTheRest(await ask(), { subgraph, code: 'SUBGRAPH_TIMEOUT', costs });
        expect(performance.now() - startedAt).toBeLessThan(IN_TIME_MS);
      } finally {
        world.signal(subgraph, 'SIGCONT');
      }
      await untilWhole(RECOVERY_MS);
    },
    TIMEOUT_MS,
  );

  it.each(COSTS)(
    '%s that dies costs its own fields only, until it is back',
    async (subgraph, costs) => {
      await world.kill(subgraph);
      const answer = await ask();
      await world.untilRunning(subgraph);
      expectTheRest(answer, { subgraph, code: 'SUBGRAPH_UNAVAILABLE', costs });
      await untilWhole(RECOVERY_MS);
    },
    TIMEOUT_MS,
  );

  it(
    'analytics that is away costs the numbers, told as such',
    async () => {
      await world.kill('analytics');
      const { errors } = await purchase.graph.answer(NUMBERS, {});
      expect(errors.map(({ extensions }) => extensions)).toEqual([
        { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'analytics', retryable: true },
      ]);
      await world.untilRunning('analytics');
      expect((await purchase.graph.ask(NUMBERS, {})).metrics).not.toEqual([]);
    },
    TIMEOUT_MS,
  );
});

describe('a purchase', () => {
  it(
    'goes on without those whom it does not need, and who were away learn of it later',
    async () => {
      const other = await world.purchase();
      await other.quote();
      const away = ['fleet', 'notifications', 'analytics'] as const;
      for (const name of away) world.signal(name, 'SIGSTOP');
      try {
        await other.finish();
        await until(async () => (await stateOf(other)) === 'CONSUMED');
      } finally {
        for (const name of away) world.signal(name, 'SIGCONT');
      }
      await untilSettled(world);
      expect(await factsOf(world, other)).toEqual(paid(other));
    },
    TIMEOUT_MS,
  );

  it(
    'that met a hung payments is not called safe to repeat, and its key makes it so',
    async () => {
      const other = await world.purchase();
      await other.hold();
      await untilSettled(world);
      world.signal('payments', 'SIGSTOP');
      try {
        const input = { bookingId: other.bookingId, idempotencyKey: 'another-tab' };
        const { errors } = await other.graph.answer(StartPaymentDocument, { input });
        expect(errors.map(({ extensions }) => extensions)).toEqual([
          { code: 'SUBGRAPH_TIMEOUT', subgraph: 'payments', retryable: false },
        ]);
      } finally {
        world.signal('payments', 'SIGCONT');
      }
      await other.finish();
      await untilSettled(world);
      expect(await factsOf(world, other)).toEqual(paid(other));
    },
    TIMEOUT_MS,
  );
});

const stateOf = async ({ bookingId }: Purchase) =>
  (await world.sql('bookings', 'select hold_state from booking where id = $1', [bookingId]))[0]?.hold_state;
