import { setTimeout as pause } from 'node:timers/promises';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { Agent, request } from 'undici';
import { atMost, type Figure, median, percentile, ratioTo } from '../figure.js';
import { QUERY } from './fan-out/live-graph.js';
import { startClients } from './fan-out/processes.js';
import { startLiveRouter } from './fan-out/start-live-router.js';

const SOCKETS = 10_000;
/** Sockets with which everything is run in before memory is measured. */
const WARM_SOCKETS = 500;
const WARM_EVENTS = 100;
const EVENTS = 20;
/** Queries without and with events take turns, so that both meet the same noise. */
const QUERY_ROUNDS = 10;
const QUERY_MS = 2_000;
const QUERY_EVERY_MS = 5;
const EVENT_EVERY_MS = 1_000;

/** One stream, ten thousand sockets that read it, and events of 1 KB that two more subgraphs complete. */
export async function measureFanOut(): Promise<readonly Figure[]> {
  const parts = new StopInOrder();
  try {
    return await measure(await startAll(parts));
  } finally {
    await parts.stop();
  }
}

type Running = Awaited<ReturnType<typeof startAll>>;

async function startAll(parts: StopInOrder) {
  const { graph, router } = await startLiveRouter(parts, SOCKETS);
  const clients = startClients();
  parts.push(() => clients.stop());
  return { graph, router, clients };
}

async function measure(running: Running): Promise<Figure[]> {
  const { graph, router, clients } = running;
  await clients.open(WARM_SOCKETS, router.port);
  for (let event = 0; event < WARM_EVENTS; event++) await tell(running);
  await measureQueries(router.port, 2_000);
  const before = await router.memory('garbage');
  await clients.open(SOCKETS - WARM_SOCKETS, router.port);
  await tell(running); // the first to all of them grows what is kept for writing
  const full = await router.memory('garbage');
  const added = Math.max(full.rssBytes - before.rssBytes, full.heapBytes - before.heapBytes);
  const upstreams = await graph.streams();

  const costs: number[] = [];
  let heard = 0;
  for (let event = 0; event < EVENTS; event++) {
    const cpuBefore = await router.cpuMs();
    heard += await tell(running);
    costs.push((await router.cpuMs()) - cpuBefore);
  }
  const { idle, busy } = await compareQueries(running);
  const lost = await clients.close();
  await pause(1_000);
  const after = await router.memory('garbage');

  return [
    atMost(`fan-out: streams of subgraphs for ${SOCKETS} sockets`, upstreams, 1, 'streams'),
    atMost(`fan-out: CPU of the router per event to ${SOCKETS} sockets`, median(costs), 120, 'ms'),
    atMost(
      'fan-out: memory of a socket (RSS after collecting garbage)',
      added / 1024 / (SOCKETS - WARM_SOCKETS),
      20,
      'KB',
    ),
    atMost(
      'fan-out: p99 of queries during events, beside twice that without',
      percentile(busy, 0.99),
      2 * percentile(idle, 0.99),
      'ms',
    ),
    ratioTo(`fan-out: events received (${lost} sockets lost)`, {
      value: heard - lost,
      reference: SOCKETS * EVENTS,
      unit: 'events',
      leastRatio: 1,
    }),
    atMost(
      'fan-out: heap after all have gone, beside that before they came',
      after.heapBytes / 2 ** 20,
      (1.2 * before.heapBytes) / 2 ** 20,
      'MB',
    ),
  ];
}

/** One event; answers how many clients have had it. */
async function tell({ graph, clients }: Running): Promise<number> {
  const heard = clients.heard();
  graph.change();
  return heard;
}

async function tellFor(running: Running, durationMs: number): Promise<void> {
  const endsAt = performance.now() + durationMs;
  while (performance.now() < endsAt) {
    const next = pause(EVENT_EVERY_MS);
    await tell(running);
    await next;
  }
}

/** How long queries take while nothing happens, and while events are told. */
async function compareQueries(running: Running): Promise<{ idle: readonly number[]; busy: readonly number[] }> {
  const { port } = running.router;
  const [idle, busy]: [number[], number[]] = [[], []];
  for (let round = 0; round < QUERY_ROUNDS; round++) {
    idle.push(...(await measureQueries(port, QUERY_MS)));
    const [latencies] = await Promise.all([measureQueries(port, QUERY_MS), tellFor(running, QUERY_MS)]);
    busy.push(...latencies);
  }
  return { idle, busy };
}

/** Queries that come at a steady pace: how long each took, in ms. */
async function measureQueries(port: number, durationMs: number): Promise<readonly number[]> {
  const agent = new Agent();
  const latencies: number[] = [];
  const under: Promise<void>[] = [];
  const endsAt = performance.now() + durationMs;
  const ask = async () => {
    const startedAt = performance.now();
    const { body } = await request(`http://127.0.0.1:${port}/graphql`, {
      dispatcher: agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
    });
    await body.text();
    latencies.push(performance.now() - startedAt);
  };
  while (performance.now() < endsAt) {
    under.push(ask());
    await pause(QUERY_EVERY_MS);
  }
  await Promise.all(under);
  await agent.close();
  return latencies;
}
