import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeLiveGraph, WATCH } from '../testing/graphs/live.js';
import { TestEventStream } from '../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

describe('subscriptions', () => {
  const live = makeLiveGraph();
  const sockets: TestSocket[] = [];
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(live.definitions);
    issuer = await startTestIssuer();
    router = await startTestRouter({
      supergraph: graph.supergraph,
      authentication: issuer.rules,
      headers: { propagate: ['x-tenant'] },
    });
  });

  afterEach(async () => {
    await Promise.all(sockets.splice(0).map((socket) => socket.close()));
    await until('no upstream is open', () => watching().openSockets() === 0);
    graph.reset();
    watching().streams.length = 0;
  });

  afterAll(async () => {
    await router?.stop();
    await issuer?.stop();
    await graph?.stop();
  });

  const watching = () => graph.subgraph('watching');
  const greeted = async (token?: string) => {
    const socket = await TestSocket.greeted(router.url, token);
    sockets.push(socket);
    return socket;
  };
  const sequences = (answers: readonly { data?: { watched: { sequence: number } } }[]) =>
    answers.map(({ data }) => data?.watched.sequence);

  it('resolves fields of other subgraphs for each event', async () => {
    const socket = await greeted();
    socket.subscribe('1', WATCH, { id: 'a' });
    expect(await socket.answersOf('1', 1)).toEqual([{ data: { watched: { sequence: 0, item: { name: 'Item a' } } } }]);
    live.change('a');
    expect((await socket.answersOf('1', 2))[1]).toEqual({
      data: { watched: { sequence: 1, item: { name: 'Item a' } } },
    });
    expect(graph.subgraph('naming').requests).toHaveLength(2);
  });

  it('passes `after` on, so that a client resumes where it was', async () => {
    for (let change = 0; change < 3; change += 1) live.change('resumed');
    const socket = await greeted();
    socket.subscribe('1', WATCH, { id: 'resumed', after: 1 });
    expect(sequences(await socket.answersOf('1', 2))).toEqual([2, 3]);
  });

  it('answers partly when another subgraph fails during an event', async () => {
    graph.subgraph('naming').behaviour = 'drop';
    const socket = await greeted();
    socket.subscribe('1', WATCH, { id: 'partly' });
    const [answer] = await socket.answersOf('1', 1);
    graph.subgraph('naming').behaviour = 'answer';
    expect(answer?.data).toEqual({ watched: { sequence: 0, item: { name: null } } });
    expect(answer?.errors).toMatchObject([
      {
        path: ['watched', 'item', 'name'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'naming', retryable: true },
      },
    ]);
  });

  it('executes queries over the socket as well, with fragments, aliases and conditions', async () => {
    const socket = await greeted();
    socket.subscribe('q', '{ sequence(id: "none") }');
    expect(await socket.answersOf('q', 1)).toEqual([{ data: { sequence: 0 } }]);
    socket.subscribe(
      's',
      'subscription { w: watched(id: "b") { ...C kind: __typename } } fragment C on Change { item { title: name price @skip(if: true) } }',
    );
    expect(await socket.answersOf('s', 1)).toEqual([{ data: { w: { item: { title: 'Item b' }, kind: 'Change' } } }]);
  });

  it('keeps one upstream for equal streams of one token, and closes it after the last reader', async () => {
    const token = await issuer.token();
    const [one, other] = [await greeted(token), await greeted(token)];
    one.subscribe('1', WATCH, { id: 'shared' });
    await one.answersOf('1', 1);
    live.change('shared');
    await one.answersOf('1', 2);
    other.subscribe('1', WATCH.replace('subscription', 'subscription Named'), { id: 'shared' });
    expect(sequences(await other.answersOf('1', 2))).toEqual([0, 1]);
    expect(watching().openSockets()).toBe(1);
    live.change('shared');
    expect(sequences(await one.answersOf('1', 3))).toEqual([0, 1, 2]);
    expect(sequences(await other.answersOf('1', 3))).toEqual([0, 1, 2]);
    one.send({ type: 'complete', id: '1' });
    live.change('shared');
    await other.answersOf('1', 4);
    expect(one.answers('1')).toHaveLength(3);
    other.send({ type: 'complete', id: '1' });
    await until('the upstream is closed', () => watching().openSockets() === 0);
  });

  it('answers an event once for all who want the same of it', async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => greeted()));
    for (const reader of readers) reader.subscribe('1', WATCH, { id: 'crowd' });
    const other = await greeted();
    other.subscribe('1', 'subscription { watched(id: "crowd") { sequence item { name price } } }');
    await Promise.all([...readers, other].map((reader) => reader.answersOf('1', 1)));
    graph.reset();
    live.change('crowd');
    await Promise.all([...readers, other].map((reader) => reader.answersOf('1', 2)));
    expect(graph.subgraph('naming').requests).toHaveLength(2); // one for each of the two selections
    for (const reader of readers) expect(sequences(reader.answers('1'))).toEqual([0, 1]);
    expect(other.answers('1')[1]).toEqual({
      data: { watched: { sequence: 1, item: { name: 'Item crowd', price: 3 } } },
    });
  });

  it('never shares a stream between two tokens', async () => {
    const [one, other] = [
      await greeted(await issuer.token({ subject: 'a' })),
      await greeted(await issuer.token({ subject: 'b' })),
    ];
    one.subscribe('1', WATCH, { id: 'private' });
    other.subscribe('1', WATCH, { id: 'private' });
    await Promise.all([one.answersOf('1', 1), other.answersOf('1', 1)]);
    expect(watching().openSockets()).toBe(2);
  });

  it('hands on headers of the client, and shares no stream between two of them', async () => {
    for (const tenant of ['a', 'b']) {
      const socket = await TestSocket.open(router.url, { 'x-tenant': tenant });
      sockets.push(socket);
      socket.send({ type: 'connection_init' });
      await socket.until('connection_ack', ({ type }) => type === 'connection_ack');
      socket.subscribe('1', WATCH, { id: 'tenants' });
      await socket.answersOf('1', 1);
    }
    expect(watching().streams.map(({ headers }) => headers['x-tenant'])).toEqual(['a', 'b']);
    expect(graph.subgraph('naming').requests.map(({ headers }) => headers['x-tenant'])).toEqual(['a', 'b']);
  });

  it('is not disturbed by clients that come and go', async () => {
    const steady = await greeted();
    steady.subscribe('1', WATCH, { id: 'churn' });
    await steady.answersOf('1', 1);
    for (let round = 1; round <= 20; round += 1) {
      const guests = await Promise.all(Array.from({ length: 5 }, () => TestSocket.greeted(router.url)));
      const streams = await Promise.all(
        guests.map(() => TestEventStream.operation(router.url, { query: WATCH, variables: { id: 'churn' } })),
      );
      for (const guest of guests) guest.subscribe('1', WATCH, { id: 'churn' });
      live.change('churn');
      for (const [index, guest] of guests.entries()) {
        if (index % 2 === 0) guest.socket.terminate();
        else guest.socket.close();
      }
      live.change('churn');
      for (const stream of streams) stream.close();
    }
    const expected = 1 + 20 * 2;
    expect(sequences(await steady.answersOf('1', expected))).toEqual([...Array(expected).keys()]);
    expect(watching().openSockets()).toBe(1);
  });

  it('gives a late reader of a stream without state only what comes', async () => {
    const [one, other] = [await greeted(), await greeted()];
    one.subscribe('1', 'subscription { said }');
    await until('the upstream is open', () => watching().openSockets() === 1);
    let said = 0;
    await until('somebody hears it', () => {
      said += 1;
      live.say(String(said));
      return one.answers('1').length > 0;
    });
    await until('all of it is heard', () => one.answers('1').at(-1)?.data.said === String(said));
    other.subscribe('1', 'subscription { said }');
    const before = said;
    await until('somebody else hears it', () => {
      said += 1;
      live.say(String(said));
      return other.answers('1').length > 0;
    });
    expect(Number(other.answers('1')[0]?.data.said)).toBeGreaterThan(before);
    expect(watching().openSockets()).toBe(1);
  });

  it('enforces rights, without asking the subgraph', async () => {
    const socket = await greeted();
    socket.subscribe('1', 'subscription { secret }');
    const { payload } = await socket.until('an error', ({ type }) => type === 'error');
    expect(payload).toMatchObject([{ path: ['secret'], extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(watching().streams).toEqual([]);
    const known = await greeted(await issuer.token());
    known.subscribe('1', 'subscription { secret }');
    await until('it is told', () => {
      live.say('x');
      return known.answers('1').length > 0;
    });
  });

  it('tells what is wrong with an operation', async () => {
    const socket = await greeted();
    socket.subscribe('1', 'subscription { nothing }');
    const { payload } = await socket.until('an error', ({ id }) => id === '1');
    expect(payload).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    socket.subscribe('2', WATCH, {});
    expect((await socket.until('an error', ({ id }) => id === '2')).payload).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it.each([
    'subscription ($is: Boolean = true) { said @include(if: $is) }',
    'subscription ($is: Boolean = false) { ... on Subscription { ...F @skip(if: $is) } } fragment F on Subscription { said }',
    'query ($is: Boolean!) { __typename @skip(if: $is) } subscription S { said @skip(if: $is) }',
  ])('refuses one that is there or not as variables say, as any that is not valid: %s', async (query) => {
    const operationName = query.startsWith('query') ? 'S' : undefined;
    const response = await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, operationName, variables: { is: true } }),
    });
    const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
    const refusals = errors.map(({ message, extensions: { code } }) => [message, code]);
    expect([response.status, refusals]).toEqual([
      400,
      expect.arrayContaining([
        ['The root field of a subscription must not depend on a variable.', 'GRAPHQL_VALIDATION_FAILED'],
      ]),
    ]);
  });
});

it('opens a stream of its own for who joins when too much has happened to be kept', async () => {
  const live = makeLiveGraph();
  const graph = await startTestGraph(live.definitions);
  const router = await startTestRouter({ supergraph: graph.supergraph, subscriptions: { maxHistoryBytes: 400 } });
  const watching = graph.subgraph('watching');
  const sockets = await Promise.all([1, 2, 3].map(() => TestSocket.greeted(router.url)));
  const [one, early, late] = sockets;
  one?.subscribe('1', WATCH, { id: 'long' });
  await one?.answersOf('1', 1);
  early?.subscribe('1', WATCH, { id: 'long' });
  await early?.answersOf('1', 1);
  expect(watching.openSockets()).toBe(1);
  for (let change = 1; change <= 5; change++) {
    live.change('long');
    await one?.answersOf('1', 1 + change);
  }
  late?.subscribe('1', WATCH, { id: 'long' });
  expect(await late?.answersOf('1', 1)).toMatchObject([{ data: { watched: { sequence: 5 } } }]);
  expect(watching.openSockets()).toBe(2);
  live.change('long');
  for (const socket of sockets)
    await until('all hear of it', () => socket.answers('1').at(-1)?.data.watched.sequence === 6);
  for (const socket of sockets) await socket.close();
  await router.stop();
  await graph.stop();
});
