import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LiveGraph, makeLiveGraph, WATCH } from '../testing/graphs/live.js';
import { TestEventStream } from '../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

describe('a connection that stays open', () => {
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
      authentication: { ...issuer.rules, keys: { refreshMs: 50 } },
      subscriptions: { keepAliveMs: 1_000 },
    });
  });

  afterEach(async () => {
    await router?.stop();
    await issuer?.stop();
    await graph?.stop();
  });

  const listening = async (token?: string) => {
    const socket = await TestSocket.greeted(router.url, token);
    socket.subscribe('1', WATCH, { id: 'a' });
    await socket.answersOf('1', 1);
    return socket;
  };

  it('ends when the key of its token was taken out, and not without a token', async () => {
    const [known, stranger] = [await listening(await issuer.token()), await listening()];
    const headers = { authorization: `Bearer ${await issuer.token({ subject: 'another' })}` };
    const stream = await TestEventStream.operation(router.url, { query: WATCH, variables: { id: 'a' } }, headers);
    await stream.answersOf(1);
    await issuer.rotate();
    expect(await known.closed).toEqual({ code: 4403, reason: 'The token counts no more' });
    await stream.ended();
    expect(stream.answers().at(-1)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    live.change('a');
    await stranger.answersOf('1', 2);
    await stranger.close();
  });

  it('lasts while keys rotate, or cannot be had', async () => {
    const socket = await listening(await issuer.token());
    await issuer.rotate({ keepsOld: true });
    const { fetches } = issuer;
    await until('the keys are known', () => issuer.fetches > fetches + 1);
    issuer.isDown = true;
    let pings = 0;
    socket.socket.on('ping', () => pings++);
    await until('its token was looked at', () => pings > 2);
    live.change('a');
    await socket.answersOf('1', 2);
    await socket.close();
  });
});
