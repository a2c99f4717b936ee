import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makePersonalGraph, type PersonalGraph } from '../../testing/graphs/personal.js';
import { TestBus } from '../../testing/test-bus.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { isRedisInstalled, startTestRedis, type TestRedis } from '../../testing/test-redis.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

const CHANGES = 100;
const READERS = 6;

describe('readers of two replicas, while somebody changes what they read', () => {
  const bus = new TestBus();
  let data: PersonalGraph;
  let graph: TestGraph;
  let redis: TestRedis | undefined;
  let routers: TestRouter[];

  beforeEach(async () => {
    data = makePersonalGraph();
    graph = await startTestGraph(data.definitions);
  });

  afterEach(async () => {
    for (const router of routers) await router.stop();
    await redis?.stop();
    await graph.stop();
  });

  const start = (redisUrl: string | undefined) =>
    startTestRouter({
      supergraph: graph.supergraph,
      bus,
      cache: {
        enabled: true,
        rules: { 'Query.news': { maxAge: 60 }, Item: { maxAge: 60 } },
        events: { rules: [{ topic: 'items', tags: ['Query.news'], entities: [{ type: 'Item', key: { id: 'key' } }] }] },
        ...(redisUrl === undefined ? {} : { redisUrl, redisTimeoutMs: 1_000 }),
      },
    });

  /** Everybody reads what had been told before they asked, or something newer. */
  const contend = async (betweenChanges: (change: number) => Promise<void> = async () => {}) => {
    const stale: string[] = [];
    let told = 0;
    let reads = 0;
    let isOver = false;
    const read = async (router: TestRouter) => {
      while (!isOver) {
        const atLeast = told;
        reads++;
        const { data: seen } = await router.query('{ news item(id: "1") { label } }');
        for (const text of [seen.news, seen.item.label])
          if (Number.parseInt(text, 10) < atLeast) stale.push(`${text} after ${atLeast}`);
      }
    };
    const change = async () => {
      for (let next = 1; next <= CHANGES; next++) {
        data.rename('1', `${next}`);
        await bus.send({ key: '1' });
        told = next;
        await betweenChanges(next);
        const readBefore = reads;
        await until('everybody asks again', () => reads >= readBefore + READERS);
      }
      isOver = true;
    };
    data.rename('1', '0');
    const readers = Array.from({ length: READERS }, (_, at) => routers[at % routers.length]);
    await Promise.all([change(), ...readers.map((router) => router && read(router))]);
    expect(stale).toEqual([]);
  };

  it('never see what was told to be out of date before they asked', async () => {
    routers = [await start(undefined), await start(undefined)];
    await contend();
  });

  (isRedisInstalled() ? it : it.skip)('nor when they share a Redis that goes away and comes back', async () => {
    const shared = await startTestRedis();
    redis = shared;
    routers = [await start(shared.url), await start(shared.url)];
    await contend(async (change) => {
      if (change % 40 === 20) await shared.kill();
      if (change % 40 === 30) await shared.restart();
    });
  });
});
