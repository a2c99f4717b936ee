import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { RouterSettings } from '../config/config-schema.js';
import { makePersonalGraph, type PersonalGraph } from '../testing/graphs/personal.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { isRedisInstalled, startTestRedis, type TestRedis } from '../testing/test-redis.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

const SECRET = 'a secret of operators';
const RULES = { 'Query.news': { maxAge: 60 }, Item: { maxAge: 60 } };

let data: PersonalGraph;
let graph: TestGraph;
let routers: TestRouter[];
let told: string[];

beforeEach(async () => {
  data = makePersonalGraph();
  graph = await startTestGraph(data.definitions);
  routers = [];
  told = [];
});

afterEach(async () => {
  for (const router of routers) await router.stop();
  await graph.stop();
});

/** A router and the port of its operators' door. */
const start = async (cache: RouterSettings['cache']) => {
  let port = 0;
  const write = (line: string) => {
    const { msg, port: opened } = JSON.parse(line);
    told.push(msg);
    if (msg === 'the cache can be invalidated') port = opened;
  };
  const admin = { port: 0, secret: SECRET };
  const { supergraph } = graph;
  const settings = { enabled: true, rules: RULES, admin, ...cache };
  const router = await startTestRouter({ supergraph, cache: settings, logger: pino({ level: 'info' }, { write }) });
  routers.push(router);
  const invalidate = async (body: unknown, { secret = SECRET, path = '/cache/invalidate', method = 'POST' } = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}` },
      ...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return response.status;
  };
  const label = async (id: string) => (await router.query(`{ item(id: "${id}") { label } }`)).data.item.label;
  const news = async () => (await router.query('{ news }')).data.news;
  return { ...router, invalidate, label, news };
};

describe('the door of operators', () => {
  it('makes the router forget types, root fields and single entities', async () => {
    const router = await start({});
    const seen = async () => [await router.label('1'), await router.label('2'), await router.news()];
    const old = ['Item 1!', 'Item 2!', 'Item 1'];
    expect(await seen()).toEqual(old);
    data.rename('1', 'A');
    data.rename('2', 'B');
    expect(await seen()).toEqual(old);
    expect(await router.invalidate({ entities: [{ type: 'Item', key: { id: '2' } }] })).toBe(200);
    expect(await seen()).toEqual(['Item 1!', 'B!', 'Item 1']);
    expect(await router.invalidate({ tags: ['Query.news'] })).toBe(200);
    expect(await seen()).toEqual(['Item 1!', 'B!', 'A']);
    expect(await router.invalidate({ tags: ['Item'] })).toBe(200);
    expect(await seen()).toEqual(['A!', 'B!', 'A']);
  });

  it('is for those with the secret, and takes nothing that it does not understand', async () => {
    const router = await start({});
    await router.news();
    data.rename('1', 'A');
    const body = { tags: ['Query.news'] };
    expect(await router.invalidate(body, { secret: 'another secret' })).toBe(401);
    expect(await router.invalidate(body, { path: '/elsewhere' })).toBe(404);
    expect(await router.invalidate(body, { method: 'GET' })).toBe(405);
    expect(await router.invalidate('{')).toBe(400);
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect(await router.invalidate(`{"entities":[{"type":"Item","key":{"id":${deep}}}]}`)).toBe(400);
    expect(await router.invalidate({ types: ['Query.news'] })).toBe(400);
    expect(await router.invalidate({ tags: ['x'.repeat(100_000)] })).toBe(413);
    expect(await router.news()).toBe('Item 1');
  });
});

(isRedisInstalled() ? describe : describe.skip)('a cache in Redis', () => {
  let redis: TestRedis;

  beforeEach(async () => {
    redis = await startTestRedis();
  });

  afterEach(() => redis.stop());

  const timesAsked = async (name: string, ask: () => Promise<unknown>) => {
    graph.reset();
    await ask();
    return graph.subgraph(name).requests.length;
  };
  /** A router connects in the background. */
  const untilKept = (name: string, ask: () => Promise<unknown>) =>
    until('it is kept', async () => (await timesAsked(name, ask)) === 0);

  it('is shared by all replicas, and so is what they are told', async () => {
    const cache = { redisUrl: redis.url, redisTimeoutMs: 2_000 };
    const [one, other] = [await start(cache), await start(cache)];
    await untilKept('items', one.news);
    await untilKept('items', other.news);
    await untilKept('stock', () => one.label('1'));
    expect(await timesAsked('stock', () => other.label('1'))).toBe(0);
    data.rename('1', 'A');
    expect([await other.news(), await other.label('1')]).toEqual(['Item 1', 'Item 1!']);
    expect(await one.invalidate({ tags: ['Query.news', 'Item'] })).toBe(200);
    expect([await other.news(), await other.label('1')]).toEqual(['A', 'A!']);
  });

  it('tells a replica, too, who has mutated', async () => {
    const cache = { redisUrl: redis.url, redisTimeoutMs: 2_000 };
    const [one, other] = [await start(cache), await start(cache)];
    await untilKept('items', one.news);
    await untilKept('items', other.news);
    await one.query('mutation { rename(id: "1", name: "A") { id } }');
    expect(await other.news()).toBe('A');
  });

  it('that may forget changes before answers is complained about', async () => {
    const careless = await startTestRedis('allkeys-lru');
    await start({ redisUrl: careless.url });
    await until('it is told', () => told.some((line) => line.includes('volatile-ttl')));
    await careless.stop();
    told.length = 0;
    const router = await start({ redisUrl: redis.url, redisTimeoutMs: 2_000 });
    await untilKept('items', router.news);
    expect(told.filter((line) => line.includes('volatile-ttl'))).toEqual([]);
  });

  it('that is away is no more than missing', async () => {
    const router = await start({ redisUrl: redis.url, redisTimeoutMs: 2_000 });
    await untilKept('items', router.news);
    await redis.kill();
    data.rename('1', 'A');
    expect(await router.query('{ news item(id: "1") { label } }')).toEqual({
      data: { news: 'A', item: { label: 'A!' } },
    });
    expect(await router.query('mutation { rename(id: "1", name: "B") { name } }')).toEqual({
      data: { rename: { name: 'B' } },
    });
    expect(await router.news()).toBe('B');
    expect(await router.invalidate({ tags: ['Item'] })).toBe(503);
    await redis.restart();
    await untilKept('items', router.news);
    expect(await router.news()).toBe('B');
  });
});
