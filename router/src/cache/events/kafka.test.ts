import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makePersonalGraph, type PersonalGraph } from '../../testing/graphs/personal.js';
import type { JsonAnswer } from '../../testing/plain-gateway.js';
import { startTestCommand } from '../../testing/test-command.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { isKafkaInstalled, startTestKafka, type TestKafka } from '../../testing/test-kafka.js';
import { isRedisInstalled, startTestRedis, type TestRedis } from '../../testing/test-redis.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

const TOPIC = 'items.item.v1';
const MAX_SILENCE_MS = 3_000;

const maybe = isKafkaInstalled() ? describe : describe.skip;
maybe('a cache that reads Kafka (needs Java and Maven)', () => {
  let kafka: TestKafka;
  let data: PersonalGraph;
  let graph: TestGraph;
  let routers: TestRouter[];

  beforeAll(async () => {
    kafka = await startTestKafka();
    await kafka.createTopic(TOPIC, 3);
  }, 120_000);

  afterAll(() => kafka?.stop());

  beforeEach(async () => {
    data = makePersonalGraph();
    graph = await startTestGraph(data.definitions);
    routers = [];
  });

  afterEach(async () => {
    await Promise.all(routers.map((router) => router.stop()));
    await graph.stop();
  });

  const settings = () => ({
    enabled: true,
    rules: { Item: { maxAge: 3_600 } },
    events: {
      kafka: { brokers: [kafka.broker] },
      maxSilenceMs: MAX_SILENCE_MS,
      rules: [{ topic: TOPIC, types: ['Renamed'], entities: [{ type: 'Item', key: { id: 'key' } }] }],
    },
  });
  const start = async (cache = {}) => {
    const router = await startTestRouter({ supergraph: graph.supergraph, cache: { ...settings(), ...cache } });
    routers.push(router);
    return router;
  };
  const label = async (router: Pick<TestRouter, 'query'>, id = '1') =>
    (await router.query(`{ item(id: "${id}") { label } }`)).data.item.label;
  const isAsked = async (router: Pick<TestRouter, 'query'>) => {
    graph.reset();
    await label(router);
    return graph.subgraph('stock').requests.length > 0;
  };
  /** For longer than it may be silent: the bus must have been heard. */
  const untilKept = async (router: Pick<TestRouter, 'query'>) => {
    let keptSince = Infinity;
    await until(
      'the bus is heard',
      async () => {
        if (await isAsked(router)) keptSince = Date.now();
        return Date.now() - keptSince > MAX_SILENCE_MS + 500;
      },
      60_000,
    );
  };
  const rename = (id: string, name: string) => {
    data.rename(id, name);
    return kafka.send(TOPIC, { key: id, headers: { ce_type: 'Renamed' } });
  };

  it('forgets within a second of an event, in every router', async () => {
    const [one, other] = [await start(), await start()];
    await untilKept(one);
    await untilKept(other);
    const delays: number[] = [];
    for (const id of ['1', '2', '3', '4']) {
      await Promise.all([label(one, id), label(other, id)]);
      await rename(id, `New ${id}`);
      const sentAt = performance.now();
      for (const router of [one, other])
        await until('it is new', async () => (await label(router, id)) === `New ${id}!`);
      delays.push(performance.now() - sentAt);
    }
    expect(Math.min(...delays)).toBeLessThan(1_000); // a busy machine may delay any of them
    await until('what is new is kept', async () => !(await isAsked(one)));
  }, 120_000);

  it('gives nothing old while Kafka is away, and hears of what happens as soon as it is back', async () => {
    const router = await start();
    await untilKept(router);
    data.rename('1', 'Unheard of');
    expect(await label(router)).toBe('Item 1!');
    await kafka.kill();
    await until('nothing old is given', async () => (await label(router)) === 'Unheard of!');
    await kafka.restart();
    await untilKept(router);
    await rename('1', 'Heard of');
    await until('it is new', async () => (await label(router)) === 'Heard of!');
  }, 180_000);

  it('is told of no fault of the client, which Node would warn of', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fleetgraph-kafka-client-'));
    await writeFile(join(folder, 'supergraph.graphql'), graph.supergraph);
    await writeFile(join(folder, 'router.yaml'), JSON.stringify({ cache: settings() })); // JSON is YAML
    const flags = ['--supergraph', folder, '--config', join(folder, 'router.yaml'), '--port', '0'];
    const command = await startTestCommand(flags);
    await untilKept({
      async query(query) {
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(command.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
        return (await response.json()) as JsonAnswer;
      },
    });
    expect(await command.stop()).toBe(0);
    expect(command.output.stderr).not.toContain('Warning');
    await rm(folder, { recursive: true });
  }, 120_000);

  (isRedisInstalled() ? it : it.skip)(
    'forgets in a Redis of all, also what others have kept there',
    async () => {
      const redis: TestRedis = await startTestRedis();
      const cache = { redisUrl: redis.url, redisTimeoutMs: 2_000 };
      const [one, other] = [await start(cache), await start(cache)];
      await untilKept(one);
      await untilKept(other);
      await rename('1', 'New');
      for (const router of [one, other]) await until('it is new', async () => (await label(router)) === 'New!');
      await redis.stop();
    },
    120_000,
  );
});
