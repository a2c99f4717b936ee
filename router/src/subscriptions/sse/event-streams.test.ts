import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, createClient, type ExecutionResult } from 'graphql-sse';
import { makeLiveGraph, WATCH } from '../../testing/graphs/live.js';
import type { JsonAnswer } from '../../testing/plain-gateway.js';
import { TestEventStream } from '../../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

describe('GraphQL over Server-Sent Events', () => {
  const live = makeLiveGraph();
  const closing: (() => void)[] = [];
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(live.definitions);
    issuer = await startTestIssuer();
    router = await startTestRouter({
      supergraph: graph.supergraph,
      authentication: issuer.rules,
      origins: { allowed: ['https://partner.example'] },
      limits: { maxSubscriptionsPerSocket: 2, maxBodyBytes: 2_000 },
      subscriptions: { maxSocketsPerClient: 3, keepAliveMs: 100 },
    });
  });

  afterEach(async () => {
    for (const close of closing.splice(0)) close();
    await until('no upstream is open', () => graph.subgraph('watching').openSockets() === 0);
  });

  afterAll(async () => {
    await router?.stop();
    await issuer?.stop();
    await graph?.stop();
  });

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const keep = (stream: TestEventStream) => {
    closing.push(() => stream.close());
    return stream;
  };
  const streamed = async (query: string, variables: object = {}, headers: Record<string, string> = {}) =>
    keep(await TestEventStream.operation(router.url, { query, variables }, headers));
  const codeOf = async (response: Response) => ((await response.json()) as JsonAnswer).errors?.[0]?.extensions?.code;

  describe.each([
    ['distinct connections', false],
    ['a single connection', true],
  ])("with the protocol's own client and %s", (_, singleConnection) => {
    const connected = (token?: string): Client<boolean> => {
      const client = createClient<boolean>({
        url: `${router.url}/graphql`,
        singleConnection,
        retryAttempts: 0,
        ...(token === undefined ? {} : { headers: bearer(token) }),
      });
      closing.push(() => client.dispose());
      return client;
    };
    const collect = (client: Client<boolean>, query: string, variables: Record<string, unknown> = {}) => {
      const answers: ExecutionResult<Record<string, unknown>, unknown>[] = [];
      const over = Promise.withResolvers<void>();
      over.promise.catch(() => {});
      const stop = client.subscribe<Record<string, unknown>>(
        { query, variables },
        { next: (answer) => void answers.push(answer), error: over.reject, complete: over.resolve },
      );
      closing.push(stop);
      return { answers, over: over.promise, stop };
    };

    it('streams events with the fields of other subgraphs, until the client has enough', async () => {
      const { answers, over, stop } = collect(connected(), WATCH, { id: 'sse' });
      await until('the state', () => answers.length === 1);
      live.change('sse');
      await until('a change', () => answers.length === 2);
      const last = answers[0]?.data?.watched as { sequence: number };
      expect(answers[1]).toEqual({ data: { watched: { sequence: last.sequence + 1, item: { name: 'Item sse' } } } });
      stop();
      await over;
      await until('the upstream is closed', () => graph.subgraph('watching').openSockets() === 0);
    });

    it('answers queries and mutations, and completes', async () => {
      const client = connected();
      const query = collect(client, '{ sequence(id: "none") }');
      await query.over;
      expect(query.answers).toEqual([{ data: { sequence: 0 } }]);
      const mutation = collect(client, 'mutation { touch(id: "touched-over-sse") }');
      await mutation.over;
      expect(mutation.answers).toHaveLength(1);
    });

    it('enforces the rights of the token', async () => {
      const refused = collect(connected(), 'subscription { secret }');
      await refused.over;
      expect(refused.answers).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
      const allowed = collect(connected(await issuer.token()), 'subscription { secret }');
      await until('it is told', () => {
        live.say('x');
        return allowed.answers.length > 0;
      });
    });

    it('ends with a code when the token expires', async () => {
      const { answers, over } = collect(connected(await issuer.token({ expiresInSeconds: 4 })), WATCH, { id: 'brief' });
      await over;
      expect(answers).toMatchObject([
        { data: { watched: { sequence: 0 } } },
        { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      ]);
    });
  });

  it('tells in the stream what is wrong with an operation', async () => {
    const stream = await streamed('subscription { nothing }');
    await stream.ended();
    expect(stream.response.status).toBe(200);
    expect(stream.answers()).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }]);
    expect(stream.events.at(-1)?.event).toBe('complete');
  });

  it('sends comments while nothing happens, and tells proxies and caches to keep nothing', async () => {
    const stream = await streamed('subscription { said }');
    await until('comments', () => stream.comments > 3);
    expect(stream.answers()).toEqual([]);
    const { response } = stream;
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
  });

  it('takes what an `EventSource` sends, but no mutation by GET', async () => {
    const get = (query: string, headers = {}) =>
      TestEventStream.open(`${router.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
    const stream = keep(await get('subscription { watched(id: "get") { sequence } }'));
    expect(await stream.answersOf(1)).toEqual([{ data: { watched: { sequence: 0 } } }]);
    const { response } = await get('mutation { touch(id: "get") }');
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    const foreign = await get('subscription { said }', { 'sec-fetch-site': 'cross-site' });
    expect(foreign.response.status).toBe(400);
  });

  it('keeps to the rules of HTTP about origins, content types and sizes', async () => {
    const origin = (await streamed('{ sequence(id: "x") }', {}, { origin: 'https://evil.example' })).response;
    expect(origin.status).toBe(403);
    const allowed = (await streamed('{ sequence(id: "x") }', {}, { origin: 'https://partner.example' })).response;
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://partner.example');
    const form = (await streamed('{ sequence(id: "x") }', {}, { 'content-type': 'text/plain' })).response;
    expect(form.status).toBe(400);
    expect((await streamed(`{ sequence(id: "${'x'.repeat(2_000)}") }`)).response.status).toBe(413);
    const unknown = await TestEventStream.operation(router.url, { query: '{ names }' }, { authorization: 'Bearer x' });
    expect(unknown.response.status).toBe(401);
    const preflight = await router.fetch('/graphql', {
      method: 'OPTIONS',
      headers: { origin: 'https://partner.example' },
    });
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-graphql-event-stream-token');
  });

  it('answers JSON to those who would rather have JSON', async () => {
    const answer = await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ query: '{ sequence(id: "x") }' }),
    });
    expect(await answer.json()).toEqual({ data: { sequence: 0 } });
  });

  it('gives a client so many streams, and not one more', async () => {
    for (const id of ['1', '2', '3']) expect((await streamed(WATCH, { id })).response.status).toBe(200);
    const refused = await router.fetch('/graphql', { method: 'PUT' });
    expect([refused.status, refused.headers.get('retry-after'), await codeOf(refused)]).toEqual([
      429,
      '5',
      'RATE_LIMITED',
    ]);
  });

  describe('with one connection', () => {
    const reserve = async (headers: Record<string, string> = {}) => {
      const response = await router.fetch('/graphql', { method: 'PUT', headers });
      expect(response.status).toBe(201);
      return response.text();
    };
    const connect = async (token: string) =>
      keep(await TestEventStream.open(`${router.url}/graphql?token=${encodeURIComponent(token)}`));
    const command = (
      token: string,
      operationId: string | undefined,
      query: string,
      headers: Record<string, string> = {},
    ) =>
      router.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-graphql-event-stream-token': token, ...headers },
        body: JSON.stringify({ query, extensions: { operationId } }),
      });

    it('carries the answers of several operations, also of those that were sent before it was connected', async () => {
      const token = await reserve();
      expect((await command(token, 'early', '{ sequence(id: "none") }')).status).toBe(202);
      const stream = await connect(token);
      expect(await stream.answersOf(1)).toEqual([{ id: 'early', payload: { data: { sequence: 0 } } }]);
      expect((await command(token, 'a', 'subscription { watched(id: "one") { sequence } }')).status).toBe(202);
      await stream.answersOf(2);
      expect((await command(token, 'b', '{ sequence(id: "one") }')).status).toBe(202);
      const [, a, b] = await stream.answersOf(3);
      expect([a.id, b.id]).toEqual(['a', 'b']);
      const stop = { method: 'DELETE', headers: { 'x-graphql-event-stream-token': token } };
      expect((await router.fetch('/graphql?operationId=a', stop)).status).toBe(200);
      await until('a is complete', () =>
        stream.events.some(({ event, data }) => event === 'complete' && JSON.parse(data).id === 'a'),
      );
      await until('the upstream is closed', () => graph.subgraph('watching').openSockets() === 0);
    });

    it('answers requests that cannot be served as HTTP does', async () => {
      const token = await reserve();
      await connect(token);
      const statusOf = async (answer: Promise<Response>) => (await answer).status;
      expect(await statusOf(command(token, 'a', '{ nothing }'))).toBe(200);
      expect(await codeOf(await command(token, 'a', '{ nothing }'))).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(await statusOf(command(token, undefined, '{ names }'))).toBe(400);
      expect(await statusOf(command('another', 'a', '{ names }'))).toBe(404);
      expect(await statusOf(router.fetch('/graphql', { method: 'DELETE' }))).toBe(400);
      expect((await TestEventStream.open(`${router.url}/graphql?token=${token}`)).response.status).toBe(409);
      expect((await TestEventStream.open(`${router.url}/graphql?token=another`)).response.status).toBe(404);
      const watch = 'subscription { watched(id: "two") { sequence } }';
      expect(await statusOf(command(token, 'a', watch))).toBe(202);
      expect(await statusOf(command(token, 'a', watch))).toBe(409);
      expect(await statusOf(command(token, 'b', watch))).toBe(202);
      expect(await codeOf(await command(token, 'c', watch))).toBe('LIMIT_EXCEEDED');
    });

    it('belongs to whom it was reserved for', async () => {
      const [one, other] = [await issuer.token({ subject: 'a' }), await issuer.token({ subject: 'b' })];
      const token = await reserve(bearer(one));
      await connect(token);
      expect((await command(token, '1', '{ sequence(id: "x") }', bearer(other))).status).toBe(403);
      expect((await command(token, '1', '{ sequence(id: "x") }')).status).toBe(403);
      expect((await command(token, '1', '{ sequence(id: "x") }', bearer(one))).status).toBe(202);
    });
  });
});
