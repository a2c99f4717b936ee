import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterSettings } from '../../config/config-schema.js';
import { startFullDoor } from '../../testing/full-door.js';
import { type LiveGraph, makeLiveGraph, WATCH } from '../../testing/graphs/live.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';
import { TestSocket } from '../../testing/test-socket.js';
import { startTestSubgraph, type TestSubgraph } from '../../testing/test-subgraph.js';

const NOBODY_HOME = 'http://127.0.0.1:1/graphql';

describe.each(['websocket', 'sse'] as const)('streams of a subgraph over %s', (protocol) => {
  let live: LiveGraph;
  let graph: TestGraph;
  let watching: TestSubgraph;
  let router: TestRouter;
  let socket: TestSocket;

  beforeEach(async () => {
    live = makeLiveGraph();
    graph = await startTestGraph(live.definitions, await claimPorts(live.definitions.length));
    watching = graph.subgraph('watching');
  });

  afterEach(async () => {
    await socket?.close();
    await router?.stop();
    await watching.kill().catch(() => {}); // when the test has done it
    await graph.subgraph('naming').kill();
  });

  const start = async (traffic: RouterSettings['traffic'], urls?: readonly string[]) => {
    router = await startTestRouter({
      supergraph: graph.supergraph,
      subgraphs: { watching: { subscriptions: { protocol, ...(urls && { urls }) } } },
      traffic,
    });
    socket = await TestSocket.greeted(router.url);
  };
  let id = 0;
  /** Subscribes; answers whether an event came, or why none did. */
  const watch = async (query = WATCH, item = `${id + 1}`): Promise<'an event' | string> => {
    const own = String(++id);
    socket.subscribe(own, query, query === WATCH ? { id: item } : {});
    const message = await socket.until('an answer', (one) => one.id === own && one.type !== 'complete');
    return message.type === 'next' ? 'an event' : message.payload[0].extensions.code;
  };
  const impaired = async () =>
    ((await (await router.fetch('/health/ready')).json()) as { impaired?: { circuits: string[] }[] }).impaired;

  it('open the circuit of their address when they cannot be opened, and close it when they can', async () => {
    await start({ circuitBreaker: { minFailures: 3, openMs: 50, probes: 2 } });
    await watching.kill();
    for (let count = 0; count < 3; count++) expect(await watch()).toBe('SUBGRAPH_UNAVAILABLE');
    expect(await impaired()).toMatchObject([{ subgraph: 'watching' }]);
    const [definition] = live.definitions;
    if (definition === undefined) throw new Error('a live graph has a subgraph with streams');
    watching = await startTestSubgraph(definition, Number(new URL(watching.url).port));
    await until('two streams are open', async () => (await watch()) === 'an event' && (await watch()) === 'an event');
    await until('the circuit is closed', async () => (await impaired()) === undefined);
  });

  it('are refused at once while the circuit is open', async () => {
    await start({ circuitBreaker: { minFailures: 1, openMs: 60_000 } });
    await watching.kill();
    for (let count = 0; count < 3; count++) expect(await watch()).toBe('SUBGRAPH_UNAVAILABLE');
    const { circuits } = (await impaired())?.[0] ?? {};
    expect(circuits).toEqual(['open']);
  });

  it('are not waited for when no connection is made', async () => {
    const door = await startFullDoor();
    await start({ connectMs: 100 }, [door.url]);
    expect(await watch()).toBe('SUBGRAPH_UNAVAILABLE');
    await door.close();
  });

  it('count when they are lost without a farewell', async () => {
    await start({ circuitBreaker: { minFailures: 2, failureRate: 0.1, openMs: 60_000 } });
    for (let count = 0; count < 3; count++) expect(await watch()).toBe('an event');
    watching.cutSockets();
    await until('the circuit is open', async () => (await impaired()) !== undefined);
  });

  it.each(['watching:4001/graphql', 'nowhere'])('are told of at once where the address is none: %s', async (url) => {
    router = await startTestRouter({
      supergraph: graph.supergraph.replaceAll(watching.url, url),
      subgraphs: { watching: { subscriptions: { protocol } } },
    });
    socket = await TestSocket.greeted(router.url);
    for (let count = 0; count < 2; count++) expect(await watch(WATCH, 'one')).toBe('SUBGRAPH_UNAVAILABLE');
    const { data, errors } = await router.query('{ sequence(id: "a") }');
    expect([data, errors?.[0]?.extensions?.code]).toEqual([{ sequence: null }, 'SUBGRAPH_UNAVAILABLE']);
  });

  it('say nothing of an address that refuses what is asked', async () => {
    await start({ circuitBreaker: { minFailures: 1 } });
    for (let count = 0; count < 5; count++) expect(await watch('subscription { refused }')).toBe('NOT_FOUND');
    expect(await impaired()).toBeUndefined();
  });

  it('say nothing of an address that has no streams', async () => {
    await start({ circuitBreaker: { minFailures: 1 } }, [`${graph.subgraph('naming').url}/nowhere`]);
    expect(await watch()).not.toBe('an event');
    expect(await impaired()).toBeUndefined();
  });

  it('leave an address of their own alone where nobody is at home', async () => {
    await start({ ejection: { consecutiveFailures: 1, baseMs: 60_000 } }, [NOBODY_HOME, watching.url]);
    const outcomes: string[] = [];
    for (let count = 0; count < 6; count++) outcomes.push(await watch());
    expect(outcomes.filter((outcome) => outcome !== 'an event')).toHaveLength(1);
  });
});
