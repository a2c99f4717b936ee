import { afterEach, describe, expect, it } from '@jest/globals';
import type { RouterSettings } from '../config/config-schema.js';
import { makeLiveGraph, WATCH } from '../testing/graphs/live.js';
import { SHOP } from '../testing/graphs/shop.js';
import { TestEventStream } from '../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

const ATTEMPT = 'rename(id: "1", name: "guess") { id }';
const ATTEMPTS = 100;
const hundred = <Entry>(make: (at: number) => Entry): Entry[] => Array.from({ length: ATTEMPTS }, (_, at) => make(at));
const ALIASES = `mutation { ${hundred((at) => `a${at}: ${ATTEMPT}`).join(' ')} }`;

describe('a hundred attempts at once', () => {
  let graph: TestGraph;
  let router: TestRouter;

  afterEach(async () => {
    await router.stop();
    await graph.stop();
  });

  const start = async (definitions: Parameters<typeof startTestGraph>[0], settings: Partial<RouterSettings> = {}) => {
    graph = await startTestGraph(definitions);
    router = await startTestRouter({ supergraph: graph.supergraph, ...settings });
  };
  const post = async (body: unknown) => {
    const response = await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const left = Number(/r=(\d+)/.exec(response.headers.get('ratelimit') ?? '')?.[1]);
    return { status: response.status, body: (await response.json()) as object, left };
  };

  it('as aliases are refused before any of them is made, over HTTP, sockets and event streams', async () => {
    await start(SHOP);
    const refused = expect.arrayContaining([
      expect.objectContaining({ extensions: { code: 'LIMIT_EXCEEDED', limit: 'aliases', max: 30 } }),
    ]);
    expect((await post({ query: ALIASES })).body).toEqual({ errors: refused });
    const socket = await TestSocket.greeted(router.url);
    socket.subscribe('1', ALIASES);
    expect((await socket.until('a refusal', ({ type }) => type === 'error')).payload).toEqual(refused);
    await socket.close();
    const stream = await TestEventStream.operation(router.url, { query: ALIASES });
    expect(await stream.answersOf(1)).toEqual([{ errors: refused }]);
    expect(graph.subgraph('accounts').requests).toEqual([]);
  });

  it('as a list are refused as a whole', async () => {
    await start(SHOP);
    const list = hundred(() => ({ query: `mutation { ${ATTEMPT} }` }));
    expect(await post(list)).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    });
    expect(graph.subgraph('accounts').requests).toEqual([]);
  });

  it('as a list, where lists are taken, count as a hundred', async () => {
    await start(SHOP, { limits: { maxBatch: ATTEMPTS }, rateLimits: { address: 400 } });
    const attempt = { query: `mutation { ${ATTEMPT} }` };
    const { left } = await post(attempt);
    const cost = 400 - left;
    const { body } = await post(hundred(() => attempt));
    const made = (body as { data?: object }[]).filter(({ data }) => data !== undefined);
    expect(made).toHaveLength(Math.floor(left / cost));
    expect(made.length).toBeLessThan(ATTEMPTS);
  });

  it('as subscriptions on one socket count as a hundred, also when they share one stream', async () => {
    await start(makeLiveGraph().definitions, { rateLimits: { address: 10 } });
    const socket = await TestSocket.greeted(router.url);
    for (const id of hundred(String)) socket.subscribe(id, WATCH, { id: 'same' });
    await until('all are answered', () => socket.messages.length > ATTEMPTS);
    const refusals = socket.messages.filter(({ type }) => type === 'error').map(({ payload }) => payload[0]);
    expect(new Set(refusals.map(({ extensions }) => extensions.code))).toEqual(new Set(['RATE_LIMITED']));
    expect(refusals.length).toBeGreaterThanOrEqual(ATTEMPTS - 10);
    await socket.close();
  });
});
