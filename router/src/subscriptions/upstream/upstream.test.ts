import { isSignatureValid } from '@fleetgraph/kit/auth/sign-request';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LiveGraph, makeLiveGraph } from '../../testing/graphs/live.js';
import { compose, startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestIssuer } from '../../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';
import { TestSocket } from '../../testing/test-socket.js';
import { startTestSubgraph, type TestSubgraph } from '../../testing/test-subgraph.js';

const SECRET = 'a-secret-of-more-than-32-characters-for-tests';
const WATCH = 'subscription ($id: ID!, $after: Int) { watched(id: $id, after: $after) { sequence item { name } } }';

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

  const start = async (reconnectMs?: number, urls?: readonly string[]) => {
    router = await startTestRouter({
      supergraph: graph.supergraph,
      signing: { secrets: [SECRET] },
      subgraphs: { watching: { subscriptions: { protocol, ...(urls && { urls }) } } },
      subscriptions: { ...(reconnectMs !== undefined && { reconnectMs }) },
    });
    socket = await TestSocket.greeted(router.url);
  };
  const sequences = (id: string) => socket.answers(id).map(({ data }) => data?.watched.sequence);
  const errorOf = async (id: string) =>
    (await socket.until('an error', (message) => message.type === 'error' && message.id === id)).payload;
  /** The same subgraph at the same address, as after a crash. */
  const restart = async () => {
    const [definition] = live.definitions;
    if (definition === undefined) throw new Error('a live graph has a subgraph with streams');
    watching = await startTestSubgraph(definition, Number(new URL(watching.url).port));
  };

  it('signs what it asks, reads events and closes what nobody reads', async () => {
    await start();
    socket.subscribe('1', WATCH, { id: 'a' });
    await socket.answersOf('1', 1);
    live.change('a');
    expect((await socket.answersOf('1', 2))[1]).toEqual({
      data: { watched: { sequence: 1, item: { name: 'Item a' } } },
    });
    const [seen] = watching.streams;
    const method = protocol === 'sse' ? 'POST' : 'GET';
    const signed = { method, path: '/graphql', body: seen?.body ?? '', authorization: undefined } as const;
    expect(isSignatureValid([SECRET], signed, String(seen?.headers['x-fleetgraph-signature']))).toBe(true);
    socket.send({ type: 'complete', id: '1' });
    await until('the upstream is closed', () => watching.openSockets() === 0);
  });

  it('tells why the subgraph refused, and that it has ended', async () => {
    await start();
    socket.subscribe('1', 'subscription { refused }');
    expect(await errorOf('1')).toMatchObject([
      { message: 'not you', path: ['refused'], extensions: { code: 'NOT_FOUND', subgraph: 'watching' } },
    ]);
    socket.subscribe('2', 'subscription { said }');
    await until('the stream is over', () => {
      live.fallSilent();
      return socket.messages.some(({ type, id }) => type === 'complete' && id === '2');
    });
  });

  it('asks where the configuration says that the streams are', async () => {
    const elsewhere = await startTestSubgraph({ ...watching, resolvers: {} });
    await elsewhere.kill();
    const moved = { ...watching, url: elsewhere.url };
    graph = { ...graph, supergraph: compose([moved, graph.subgraph('naming')]) };
    await start(undefined, [watching.url]);
    socket.subscribe('1', WATCH, { id: 'moved' });
    await socket.answersOf('1', 1);
  });

  it.each([
    ['whatever the client selects', 'subscription { w: watched(id: "lost") { item { name } } }', {}],
    ['with `after` in a variable', WATCH, { id: 'lost', after: -1 }],
    ['with `after` in the text', 'subscription { watched(id: "lost", after: -1) { sequence } }', {}],
  ])('takes a lost stream up again, without a gap or a repeat: %s', async (_, query, variables) => {
    await start();
    socket.subscribe('1', query, variables);
    for (let round = 0; round < 4; round += 1) {
      await socket.answersOf('1', 1 + round * 3);
      live.change('lost');
      await socket.answersOf('1', 2 + round * 3);
      if (round % 2 === 0) watching.cutSockets();
      else await watching.kill();
      live.change('lost');
      live.change('lost');
      if (round % 2 === 1) await restart();
    }
    const answers = await socket.answersOf('1', 13);
    live.change('lost');
    await socket.answersOf('1', 14);
    expect(answers).toHaveLength(13);
    if (query.includes('sequence')) expect(sequences('1')).toEqual([...Array(14).keys()]);
    expect(socket.messages.filter(({ type }) => type === 'error')).toEqual([]);
  });

  it('gives up after a while, with an error after which the client resumes', async () => {
    await start(150);
    socket.subscribe('1', WATCH, { id: 'gone' });
    await socket.answersOf('1', 1);
    await watching.kill();
    expect(await errorOf('1')).toMatchObject([
      { path: ['watched'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'watching', retryable: true } },
    ]);
    live.change('gone');
    await restart();
    socket.subscribe('2', WATCH, { id: 'gone', after: 0 });
    await socket.answersOf('2', 1);
    expect(sequences('2')).toEqual([1]);
  });

  it('tells at once when a stream without a sequence is lost', async () => {
    await start();
    socket.subscribe('1', 'subscription { said }');
    await until('it is heard', () => {
      live.say('x');
      return socket.answers('1').length > 0;
    });
    watching.cutSockets();
    expect(await errorOf('1')).toMatchObject([
      { path: ['said'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } },
    ]);
  });

  it('tells at once when a stream cannot be opened', async () => {
    await start();
    await watching.kill();
    socket.subscribe('1', WATCH, { id: 'never' });
    expect(await errorOf('1')).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
  });

  it('hands on the token', async () => {
    const issuer = await startTestIssuer();
    await start();
    await router.stop();
    router = await startTestRouter({
      supergraph: graph.supergraph,
      authentication: issuer.rules,
      subgraphs: { watching: { subscriptions: { protocol } } },
    });
    const token = await issuer.token();
    socket = await TestSocket.greeted(router.url, token);
    socket.subscribe('1', WATCH, { id: 'token' });
    await socket.answersOf('1', 1);
    expect(watching.streams.at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
    await issuer.stop();
  });
});
