import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { pino } from 'pino';
import { compose, startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { isRedisInstalled, startTestRedis, type TestRedis } from '../testing/test-redis.js';
import { startTestRegistry, type TestRegistry } from '../testing/test-registry.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@authenticated"])';
const OPEN = parse(`${LINK} type Query { salary: Int }`);
const GUARDED = parse(`${LINK} type Query { salary: Int @authenticated }`);

(isRedisInstalled() ? describe : describe.skip)('a supergraph that is replaced between admission and execution', () => {
  let graph: TestGraph;
  let registry: TestRegistry;
  let redis: TestRedis;
  let proxy: Server;
  let router: TestRouter;
  let told: string[];
  /** What Redis says while it is held back; undefined: it is handed on at once. */
  let held: (() => void)[] | undefined;

  beforeEach(async () => {
    const salary = { name: 'salaries', typeDefs: OPEN, resolvers: { Query: { salary: () => 1 } } };
    graph = await startTestGraph([salary]);
    registry = await startTestRegistry(graph.supergraph);
    redis = await startTestRedis();
    held = undefined;
    proxy = createServer((client) => {
      const server = connect(Number(new URL(redis.url).port), '127.0.0.1');
      client.pipe(server).on('error', () => {});
      server.on('data', (data) => (held === undefined ? client.write(data) : held.push(() => client.write(data))));
      client.on('error', () => {}).on('close', () => server.destroy());
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    told = [];
    router = await startTestRouter({
      supergraph: registry.url,
      supergraphUrl: { intervalMs: 20 },
      logger: pino({ level: 'info' }, { write: (line) => told.push(JSON.parse(line).msg) }),
      rateLimits: {
        address: 1_000,
        redisUrl: `redis://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
        redisTimeoutMs: 20_000,
      },
    });
    await redis.untilCounted(async () => {
      const response = await router.fetch('/graphql?query={__typename}');
      return { policy: response.headers.get('ratelimit-policy') };
    });
  });

  afterEach(async () => {
    await router?.stop();
    proxy?.close();
    await redis?.stop();
    await registry?.stop();
    await graph?.stop();
  });

  it('gives nobody who asks the new one an answer that belongs to the old one', async () => {
    held = [];
    const before = router.query('{ salary }');
    await until('it waits to be counted', () => held?.length === 1);
    registry.text = compose([{ ...graph.subgraph('salaries'), typeDefs: GUARDED }]);
    await until('the new one is served', () => told.includes('another supergraph is served'));
    const letGo = graph.subgraph('salaries').hold();
    const waiting = held;
    held = undefined;
    for (const go of waiting) go();
    await until('it is executed', () => graph.subgraph('salaries').requests.length === 1);
    const after = await router.query('{ salary }');
    letGo();
    expect(after).toMatchObject({ data: { salary: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await before).toEqual({ data: { salary: 1 } });
  });
});
