import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import type { RouterSettings } from '../../config/config-schema.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestIssuer, type TestIssuer, type TokenWishes } from '../../testing/test-issuer.js';
import { isRedisInstalled, startTestRedis, type TestRedis } from '../../testing/test-redis.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';
import { TestSocket } from '../../testing/test-socket.js';

const COUNTED = {
  name: 'counted',
  typeDefs: parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@cost"])
    type Query { one: Int ten: Int @cost(weight: 10) }
    type Mutation { signIn: Int }`),
  resolvers: { Query: { one: () => 1, ten: () => 10 }, Mutation: { signIn: () => 1 } },
};

let graph: TestGraph;
let issuer: TestIssuer;
const routers: TestRouter[] = [];

beforeAll(async () => {
  graph = await startTestGraph([COUNTED]);
  issuer = await startTestIssuer();
});
afterEach(async () => {
  await Promise.all(routers.splice(0).map((router) => router.stop()));
});
afterAll(async () => {
  await issuer?.stop();
  await graph?.stop();
});

async function start(
  rateLimits: RouterSettings['rateLimits'],
  more: Partial<RouterSettings> = {},
): Promise<TestRouter> {
  const settings = { supergraph: graph.supergraph, authentication: issuer.rules, rateLimits, ...more };
  const router = await startTestRouter(settings);
  routers.push(router);
  return router;
}

/** Asks; answers the status and what the headers say. */
async function ask(
  router: TestRouter,
  query: string,
  { token, headers = {} }: { token?: string; headers?: Record<string, string> } = {},
) {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await router.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization, ...headers },
    body: JSON.stringify({ query }),
  });
  const { errors } = (await response.json()) as { errors?: { extensions: Record<string, unknown> }[] };
  return {
    status: response.status,
    code: errors?.[0]?.extensions.code,
    retryAfter: [response.headers.get('retry-after'), errors?.[0]?.extensions.retryAfter],
    policy: response.headers.get('ratelimit-policy'),
    left: Number(/r=(\d+)/.exec(response.headers.get('ratelimit') ?? '')?.[1]),
  };
}

describe('rate limits', () => {
  it('accept up to the limit and refuse one more, with the headers of the draft', async () => {
    const router = await start({ address: 3, windowSeconds: 30 });
    expect(await ask(router, '{ one }')).toMatchObject({ status: 200, left: 2, policy: '"address";q=3;w=30' });
    await ask(router, '{ one }');
    expect(await ask(router, '{ one }')).toMatchObject({ status: 200, left: 0 });
    const refused = await ask(router, '{ one }');
    expect(refused).toMatchObject({ status: 429, code: 'RATE_LIMITED', left: 0 });
    const [header, detail] = refused.retryAfter;
    expect(Number(header)).toBe(detail);
    expect(Number(header)).toBeGreaterThan(0);
    expect(Number(header)).toBeLessThanOrEqual(30);
  });

  it('count by estimated cost', async () => {
    const router = await start({ address: 100 });
    expect((await ask(router, '{ one }')).left).toBe(99);
    expect((await ask(router, '{ ten }')).left).toBe(89);
  });

  it('say that waiting does not help an operation that costs more than a whole window, and count it as one', async () => {
    const router = await start({ address: 9 });
    expect(await ask(router, '{ ten }')).toMatchObject({ code: 'COST_EXCEEDED', retryAfter: [null, undefined] });
    expect((await ask(router, '{ one }')).left).toBe(7);
  });

  it('keep who has asked for too much from the planner', async () => {
    const router = await start({ address: 2 }, { metrics: { port: 0 } });
    const plansMade = async () => {
      const metrics = await (await fetch(router.metricsUrl ?? '')).text();
      return Number(/plans_total\{result="made"\} (\d+)/.exec(metrics)?.[1]);
    };
    for (const name of ['a', 'b']) await ask(router, `{ ${name}: one }`);
    expect(await plansMade()).toBe(2);
    expect((await ask(router, '{ c: one }')).code).toBe('RATE_LIMITED');
    expect(await plansMade()).toBe(2);
  });

  it('count a hundred aliases of a sign-in as a hundred', async () => {
    const router = await start({ address: 2_000 }, { limits: { maxAliases: 100, maxRootFields: 100 } });
    const single = 2_000 - (await ask(router, 'mutation { signIn }')).left;
    const aliases = Array.from({ length: 100 }, (_, index) => `a${index}: signIn`).join(' ');
    const before = (await ask(router, '{ one }')).left;
    expect(before - (await ask(router, `mutation { ${aliases} }`)).left).toBe(100 * single);
  });

  it('count what is refused, too', async () => {
    const router = await start({ address: 2 });
    expect((await ask(router, '{ nothing }')).code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await ask(router, '{ nothing }')).code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await ask(router, '{ nothing }')).code).toBe('RATE_LIMITED');
  });

  it.each<[string, TokenWishes, string]>([
    ['user', { subject: 'anna', clientId: 'web' }, '"user";q=5;w=60'],
    ['client that acts for itself', { subject: 'robot', clientId: 'robot' }, '"client";q=6;w=60'],
  ])('know a %s', async (_, wishes, policy) => {
    const router = await start({ user: 5, client: 6, address: 7 });
    expect((await ask(router, '{ one }', { token: await issuer.token(wishes) })).policy).toBe(policy);
    expect((await ask(router, '{ one }')).policy).toBe('"address";q=7;w=60');
  });

  it('count one user together over several tokens, and apart from others', async () => {
    const router = await start({ user: 2 });
    const left = async (subject: string) =>
      (await ask(router, '{ one }', { token: await issuer.token({ subject, claims: { jti: Math.random() } }) })).left;
    expect([await left('anna'), await left('anna'), await left('bert')]).toEqual([1, 0, 1]);
    expect((await ask(router, '{ one }')).policy).toBeNull();
  });

  it('count users by their client, or their address, where users have no limit', async () => {
    const token = await issuer.token({ subject: 'anna', clientId: 'web' });
    expect((await ask(await start({ client: 5 }), '{ one }', { token })).policy).toBe('"client";q=5;w=60');
    expect((await ask(await start({ address: 5 }), '{ one }', { token })).policy).toBe('"address";q=5;w=60');
  });

  it('believe a proxy only when told to, and then only what it wrote itself', async () => {
    const from = async (router: TestRouter, address: string) =>
      (await ask(router, '{ one }', { headers: { 'x-forwarded-for': address } })).left;
    const alone = await start({ address: 10 });
    expect([await from(alone, '1.1.1.1'), await from(alone, '2.2.2.2')]).toEqual([9, 8]);
    const behind = await start({ address: 10 }, { origins: { trustProxy: true } });
    expect([await from(behind, '1.1.1.1'), await from(behind, '2.2.2.2')]).toEqual([9, 9]);
    expect(await from(behind, '9.9.9.9, 1.1.1.1')).toBe(8);
    expect([await from(behind, '2001:db8::1'), await from(behind, '2001:db8:0:0:ffff::2')]).toEqual([9, 8]);
    expect(await from(behind, '2001:db8:0:1::1')).toBe(9);
    // Some proxies write the port, too.
    expect([await from(behind, '1.1.1.1:50001'), await from(behind, '[2001:db8::3]:50002')]).toEqual([7, 7]);
  });

  it('count each operation of a list', async () => {
    const router = await start({ address: 3 }, { limits: { maxBatch: 10 } });
    const response = await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Array.from({ length: 5 }, () => ({ query: '{ one }' }))),
    });
    const answers = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] }[];
    expect(answers.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
      undefined,
      undefined,
      undefined,
      'RATE_LIMITED',
      'RATE_LIMITED',
    ]);
  });
});

describe('rate limits of connections that stay open', () => {
  const RATE_LIMITED = { extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } };

  it('count each operation of a socket, together with those over HTTP', async () => {
    const router = await start({ user: 4 });
    const token = await issuer.token({ subject: 'dora' });
    await ask(router, '{ one }', { token });
    const socket = await TestSocket.greeted(router.url, token);
    for (const id of ['1', '2', '3']) {
      socket.subscribe(id, '{ one }');
      await socket.answersOf(id, 1);
    }
    socket.subscribe('4', '{ one }');
    const { payload } = await socket.until('a refusal', ({ type }) => type === 'error');
    expect(payload).toMatchObject([RATE_LIMITED]);
    expect((await ask(router, '{ one }', { token })).status).toBe(429);
    await socket.close();
  });

  it('count many operations at once as many', async () => {
    const router = await start({ address: 10 });
    const socket = await TestSocket.greeted(router.url);
    for (let id = 0; id < 30; id++) socket.subscribe(String(id), '{ one }');
    await until('all are answered', () => socket.messages.filter(({ type }) => type !== 'complete').length === 31);
    expect(socket.messages.filter(({ type }) => type === 'next')).toHaveLength(10);
    expect(socket.messages.filter(({ type }) => type === 'error')).toHaveLength(20);
    await socket.close();
  });

  it('count what is asked over event streams', async () => {
    const router = await start({ address: 1 });
    const stream = () =>
      router.fetch('/graphql?query={one}', { headers: { accept: 'text/event-stream', 'graphql-preflight': '1' } });
    expect(await (await stream()).text()).toContain('"one":1');
    expect((await stream()).status).toBe(429);
  });
});

// Debian's package redis-server; `.ci/run` installs it.
const withRedis = isRedisInstalled() ? describe : describe.skip;

withRedis('rate limits in Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(() => redis?.stop());

  it('are shared by all replicas', async () => {
    const rules = { address: 3, redisUrl: redis.url };
    const [one, other] = [await start(rules), await start(rules)];
    await redis.untilCounted(() => ask(one, '{ one }'));
    const { left } = await ask(one, '{ one }');
    expect((await ask(other, '{ one }')).left).toBe(Math.max(0, left - 1));
    await ask(other, '{ one }');
    expect((await ask(one, '{ one }')).status).toBe(429);
  });

  it('let the one kind pass and refuse the other while Redis is away, and count again when it is back', async () => {
    const router = await start({ user: 1_000, address: 1_000, redisUrl: redis.url, failClosed: 'address' });
    const token = await issuer.token({ subject: 'clara' });
    await redis.untilCounted(() => ask(router, '{ one }', { token }));
    await redis.kill();
    const [user, stranger] = [await ask(router, '{ one }', { token }), await ask(router, '{ one }')];
    expect([user.status, user.policy]).toEqual([200, null]);
    expect([stranger.status, stranger.retryAfter[0]]).toEqual([503, '1']);
    await redis.restart();
    await redis.untilCounted(() => ask(router, '{ one }', { token }));
    expect((await ask(router, '{ one }')).status).toBe(200);
  });
});
