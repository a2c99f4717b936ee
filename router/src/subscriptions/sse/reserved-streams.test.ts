import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LiveGraph, makeLiveGraph } from '../../testing/graphs/live.js';
import { TestEventStream } from '../../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

describe('a reserved event stream', () => {
  let live: LiveGraph;
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter;

  beforeEach(async () => {
    live = makeLiveGraph();
    graph = await startTestGraph(live.definitions);
    issuer = await startTestIssuer();
    router = await startTestRouter({
      supergraph: graph.supergraph,
      authentication: issuer.rules,
      subscriptions: { maxBufferedBytes: 65_536 },
    });
  });

  afterEach(async () => {
    await router.stop();
    await issuer.stop();
    await graph.stop();
  });

  const reserve = async (headers: Record<string, string> = {}) =>
    (await router.fetch('/graphql', { method: 'PUT', headers })).text();
  const connect = (token: string) => TestEventStream.open(`${router.url}/graphql?token=${token}`);
  const ask = async (token: string, operationId: string, query: string, headers: Record<string, string> = {}) => {
    const { status } = await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-graphql-event-stream-token': token, ...headers },
      body: JSON.stringify({ query, extensions: { operationId } }),
    });
    return status;
  };

  it('ends an operation with the token that asked for it, and goes on', async () => {
    const bearer = async (expiresInSeconds: number) => ({
      authorization: `Bearer ${await issuer.token({ subject: 'somebody', expiresInSeconds })}`,
    });
    const [long, brief] = [await bearer(600), await bearer(2)];
    const token = await reserve(long);
    const stream = await connect(token);
    expect(await ask(token, 'brief', 'subscription { secret }', brief)).toBe(202);
    expect(await stream.answersOf(1)).toMatchObject([
      { id: 'brief', payload: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } },
    ]);
    expect(await ask(token, 'long', '{ sequence(id: "none") }', long)).toBe(202);
    expect((await stream.answersOf(2))[1]).toEqual({ id: 'long', payload: { data: { sequence: 0 } } });
    stream.close();
  });

  it('takes no more questions while its answers are not read', async () => {
    live.rename('large', 'x'.repeat(100_000));
    const token = await reserve();
    let asked = 0;
    const statusOfNext = () => ask(token, `${asked++}`, '{ item(id: "large") { name } }');
    await until('it is refused', async () => (await statusOfNext()) === 429);
    expect(asked).toBeLessThan(100);
    const stream = await connect(token);
    await until('it is taken again', async () => (await statusOfNext()) === 202);
    const last = `${asked - 1}`;
    await until('it is answered', () => stream.answers().some(({ id }) => id === last));
    stream.close();
  });
});
