import { until } from '@fleetgraph/kit/testing/until';
import { SUBGRAPH_NAMES } from '@fleetgraph/local/system/subgraph-names';
import { expect } from '@jest/globals';
import { runInvariants } from '../../verify/run-invariants.js';
import type { World } from './world.js';

/** Time that everything gets to be whole again, whatever was killed. */
const PATIENCE_MS = 60_000;

/** Jobs that start again and again. */
const ENDLESS_JOBS = ['sweep-holds'];

/** Waits until nothing is on its way: all events are told and heard, and no job is at work, due or to be repeated. */
export async function untilSettled(world: World): Promise<void> {
  let before: string | undefined;
  const isSettled = async () => {
    const written = await eventsWritten(world);
    const isQuiet = (await onTheirWay(world)).length === 0;
    // Databases are read one after another: only what stays quiet between two looks is quiet.
    const hasStayed = isQuiet && written === before;
    before = isQuiet ? written : undefined;
    return hasStayed;
  };
  await until(isSettled, PATIENCE_MS).catch(async (cause: unknown) => {
    throw new Error(`Still on their way: ${JSON.stringify(await onTheirWay(world))}`, { cause });
  });
}

/** Asks every invariant of the domain. */
export async function expectInvariants(world: World): Promise<void> {
  const findings = await runInvariants(world.insides, 5_000);
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
}

/** Grows with every event of any subgraph. */
async function eventsWritten(world: World): Promise<string> {
  const counts = SUBGRAPH_NAMES.map((name) => world.sql(name, 'select count(*) from outbox'));
  return JSON.stringify(await Promise.all(counts));
}

async function onTheirWay(world: World): Promise<unknown[]> {
  const perSubgraph = SUBGRAPH_NAMES.map(async (name) => [
    ...(await world.sql(name, `select type from outbox where published_at is null`)),
    ...(await world.sql(
      name,
      `select task_identifier, attempts, last_error from graphile_worker.jobs
       where not task_identifier = any($1) and (run_at <= now() or attempts > 0)
         -- One that was killed after another had taken its place is never started again.
         and not (attempts = max_attempts and key is null and last_error is null)`,
      [ENDLESS_JOBS],
    )),
  ]);
  const unheard = world.sql(
    'event_log',
    `select g.consumer_group, g.topic from event_group g join event_topic t on t.name = g.topic
     where g.next_offset < t.next_offset`,
  );
  return (await Promise.all([...perSubgraph, unheard, undelivered(world)])).flat();
}

/** Webhooks that the provider still wants to bring. */
async function undelivered({ insides }: World): Promise<unknown[]> {
  const answer = await fetch(`${insides.url}/sandbox/v1/events?limit=100`, {
    headers: { authorization: `Bearer ${insides.stripeSecretKey}` },
  });
  // The provider's documented shape.
  const { data } = (await answer.json()) as { data: { type: string; pending_webhooks: number }[] };
  return data.filter((event) => event.pending_webhooks > 0).map(({ type }) => type);
}
