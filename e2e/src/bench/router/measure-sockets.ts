import { fork } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { atMost, type Figure, ratioTo } from '../figure.js';
import { ask } from './fan-out/processes.js';
import { startLiveRouter } from './fan-out/start-live-router.js';
import type { CrowdReport } from './sockets/crowd.js';
import { metricOf, openConnections } from './sockets/open-connections.js';
import type { CrowdCommand } from './sockets/run-crowd.js';

/** How many sockets there are, and for how long. */
export interface CrowdSize {
  /** At once. */
  readonly sockets: number;
  readonly minutes: number;
}

const CHURN_PER_SECOND = 100;
const EVENT_EVERY_MS = 1_000;
/** Everything is run in with so many before memory is measured. */
const WARM_SOCKETS = 1_000;
const WARM_MS = 10_000;
/** Who reads nothing answers no pings: the router notices after two of them (`subscriptions.keepAliveMs`). */
const MOST_DROPPING_MS = 40_000;
/** Time to hang up for ten thousand. */
const MOST_CLOSING_MS = 20_000;
const LOOK_EVERY_MS = 500;
/** V8 collects for the sake of memory when it has not collected for 100 s. */
const MOST_RETURNING_MS = 150_000;
const MOST_GROWTH = 1.2;
const MOST_KB = 20;
const MB = 2 ** 20;

/**
 * Sockets that come and go while all of them are told events, and some that stop reading: what they cost, and what is left.
 *
 * V8 keeps a reserve that grows with the load, not with what is held. It has to give it back whenever memory is looked at. What
 * a quiet router gives back by itself is told, too.
 */
export async function measureSockets(size: CrowdSize): Promise<readonly Figure[]> {
  const parts = new StopInOrder();
  try {
    return await measure(await startAll(parts, size), size);
  } finally {
    await parts.stop();
  }
}

type Running = Awaited<ReturnType<typeof startAll>>;

async function startAll(parts: StopInOrder, { sockets }: CrowdSize) {
  const { graph, router } = await startLiveRouter(parts, 2 * sockets); // those that are dropped come on top
  const child = fork(path.join(import.meta.dirname, 'sockets/run-crowd.js'), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  parts.push(() => child.disconnect());
  const events = setInterval(() => graph.change(), EVENT_EVERY_MS);
  parts.push(() => clearInterval(events));
  return { graph, router, crowd: (command: CrowdCommand) => ask<CrowdReport>(child, command) };
}

async function measure(running: Running, { sockets, minutes }: CrowdSize): Promise<Figure[]> {
  const { router, crowd } = running;
  await crowd({ open: Math.min(WARM_SOCKETS, sockets), port: router.port });
  await comeAndGo(running, WARM_MS);
  await goAway(running);
  const before = await router.memory('reserve');

  await crowd({ open: sockets, port: router.port });
  const halfway = await comeAndGo(running, 30_000 * minutes);
  const { rssBytes: halfwayBytes } = await router.memory('nothing');
  const full = await router.memory('reserve');
  const { readers, connections } = await comeAndGo(running, 30_000 * minutes);
  const { rssBytes: lastBytes } = await router.memory('nothing');
  const { stopped, dropped, lost, came, events } = await crowd({ wake: true });
  const left = await goAway(running);
  const returned = await returnOf(router, MOST_GROWTH * before.rssBytes);
  const after = await router.memory('reserve');

  const lostCodes = Object.entries(lost).map(([code, count]) => `, ${count} with ${code}`);
  const most = whole(Math.max(halfwayBytes, lastBytes));
  const told = `sockets: ${sockets} for ${minutes} min, ${came} came, ${events} events read, ${most} MB resident`;
  const ofOne = (fullBytes: number, beforeBytes: number) => (fullBytes - beforeBytes) / 1024 / halfway.readers;
  return [
    atMost(`${told}: heap of a socket`, ofOne(full.heapBytes, before.heapBytes), MOST_KB, 'KB'),
    atMost(
      `sockets: resident memory of a socket without V8's reserve`,
      ofOne(full.rssBytes, before.rssBytes),
      MOST_KB,
      'KB',
    ),
    beside('heap when all have gone', after.heapBytes, before.heapBytes),
    beside(
      `resident memory when all have gone (${whole(returned.rssBytes)} MB after ${returned.afterSeconds} s without collecting)`,
      after.rssBytes,
      before.rssBytes,
    ),
    ratioTo('sockets: those that stopped reading were dropped', {
      value: dropped,
      reference: stopped,
      unit: 'sockets',
      leastRatio: 1,
    }),
    atMost(`sockets: readers that the router has closed${lostCodes.join('')}`, sumOf(lost), 0, 'sockets'),
    atMost('sockets: held by the router beside those that read', Math.abs(connections - readers), 0, 'sockets'),
    atMost('sockets: open when all have gone, by the router', left.connections, 0, 'sockets'),
    atMost('sockets: open when all have gone, by the kernel', left.tcp, 0, 'sockets'),
    atMost('sockets: streams when all have gone, by the router', left.streams, 0, 'streams'),
    atMost('sockets: streams when all have gone, by the subgraph', left.upstreams, 0, 'streams'),
  ];
}

const sumOf = (counts: CrowdReport['lost']): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

const whole = (bytes: number): string => (bytes / MB).toFixed(0);

const beside = (what: string, after: number, before: number): Figure =>
  atMost(`sockets: ${what}, beside before`, after / MB, Math.round((MOST_GROWTH * before) / MB), 'MB');

/** Lets them come and go, and waits until those that do not read have been dropped. */
async function comeAndGo({ router, crowd }: Running, forMs: number): Promise<{ readers: number; connections: number }> {
  await crowd({ churn: CHURN_PER_SECOND });
  await pause(forMs);
  await crowd({ churn: 0 });
  return until(
    async () => ({ readers: (await crowd({ count: true })).readers, connections: await connectionsOf(router) }),
    ({ readers, connections }) => readers === connections,
    MOST_DROPPING_MS,
  );
}

/** All leave; answers what is left of them after a while. */
async function goAway({ router, crowd, graph }: Running) {
  await crowd({ leave: true });
  return until(
    async () => ({
      connections: await connectionsOf(router),
      streams: await metricOf(router.metricsUrl, 'streams'),
      tcp: await openConnections(router.port),
      upstreams: await graph.streams(),
    }),
    (left) => Object.values(left).every((count) => count === 0),
    MOST_CLOSING_MS,
  );
}

/** Waits until the router, which has nothing to do, has given back what it does not need. */
async function returnOf(router: Running['router'], mostBytes: number) {
  const startedAt = performance.now();
  const { rssBytes } = await until(
    () => router.memory('nothing'),
    (usage) => usage.rssBytes <= mostBytes,
    MOST_RETURNING_MS,
  );
  return { rssBytes, afterSeconds: Math.round((performance.now() - startedAt) / 1000) };
}

const connectionsOf = ({ metricsUrl }: Running['router']): Promise<number> =>
  metricOf(metricsUrl, 'connections{transport="websocket"}');

/** What is so at last, as soon as it is as wanted, or when time is up. */
async function until<State>(look: () => Promise<State>, isWanted: (state: State) => boolean, mostMs: number) {
  const endsAt = performance.now() + mostMs;
  for (;;) {
    const state = await look();
    if (isWanted(state) || performance.now() >= endsAt) return state;
    await pause(LOOK_EVERY_MS);
  }
}
