import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GUARDED } from '../testing/graphs/guarded.js';
import type { JsonAnswer } from '../testing/plain-gateway.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

const MAX = 3;

describe('refused requests of one address', () => {
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(GUARDED);
    issuer = await startTestIssuer();
  });
  beforeEach(async () => {
    router = await startTestRouter({
      supergraph: graph.supergraph,
      authentication: issuer.rules,
      rateLimits: { refused: MAX, windowSeconds: 30 },
      origins: { trustProxy: true },
    });
  });
  afterEach(() => router.stop());
  afterAll(async () => {
    await issuer?.stop();
    await graph?.stop();
  });

  const ask = async (token?: string, init: { headers?: Record<string, string>; body?: string } = {}) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const headers = { 'content-type': 'application/json', ...authorization, ...init.headers };
    const body = init.body ?? JSON.stringify({ query: '{ open }' });
    const response = await router.fetch('/graphql', { method: 'POST', headers, body });
    const { errors } = (await response.json()) as JsonAnswer;
    const { code, retryAfter } = errors?.[0]?.extensions ?? {};
    return { status: response.status, code, retryAfter, header: response.headers.get('retry-after') };
  };
  const guess = (number: number) => issuer.token({ expiresInSeconds: -60 - number });
  const shutOut = { status: 429, code: 'RATE_LIMITED', retryAfter: expect.any(Number), header: expect.any(String) };

  it('end the guessing of tokens: from then on not even a good one is looked at', async () => {
    for (let count = 0; count < MAX; count++) expect((await ask(await guess(count))).status).toBe(401);
    const refused = await ask(await issuer.token({ subject: 'guessed' }));
    expect(refused).toEqual(shutOut);
    expect([refused.header, Number(refused.header) <= 30]).toEqual([String(refused.retryAfter), true]);
    expect(await ask()).toEqual(shutOut);
  });

  it('do nothing to callers whose token is known, nor to other addresses', async () => {
    const known = await issuer.token({ subject: 'known' });
    expect((await ask(known)).status).toBe(200);
    for (let count = 0; count < MAX; count++) await ask(await guess(count));
    expect((await ask(await issuer.token({ subject: 'new' }))).status).toBe(429);
    expect((await ask(known)).status).toBe(200);
    const headers = { 'x-forwarded-for': '192.0.2.7' };
    expect((await ask(await issuer.token({ subject: 'new' }), { headers })).status).toBe(200);
  });

  it.each([
    ['a body that is no JSON', 400, { body: '{' }],
    ['a form of another page', 400, { headers: { 'content-type': 'text/plain' } }],
    ['a foreign page', 403, { headers: { origin: 'https://evil.example' } }],
    ['a type of body that is not taken', 415, { headers: { 'content-type': 'application/xml' } }],
  ])('are those with %s, too', async (_, status, init) => {
    for (let count = 0; count < MAX; count++) expect((await ask(undefined, init)).status).toBe(status);
    expect(await ask()).toEqual(shutOut);
  });

  it('are counted over sockets and event streams as well', async () => {
    const greet = async (token: string) => {
      const socket = await TestSocket.open(router.url);
      socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
      return (await socket.closed).code;
    };
    expect(await greet(await guess(1))).toBe(4403);
    const events = await router.fetch('/graphql?query={open}', {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${await guess(2)}` },
    });
    expect(events.status).toBe(401);
    expect(await greet(await guess(3))).toBe(4403);
    expect(await greet(await issuer.token({ subject: 'guessed' }))).toBe(1013);
    expect((await ask()).status).toBe(429);
  });

  it('are not those that were answered, nor the router’s own faults', async () => {
    for (let count = 0; count < 2 * MAX; count++) expect((await ask()).status).toBe(200);
    issuer.isDown = true;
    const other = await startTestRouter({
      supergraph: graph.supergraph,
      authentication: issuer.rules,
      rateLimits: { refused: 1 },
    });
    const headers = { authorization: `Bearer ${await issuer.token()}` };
    for (let count = 0; count < 3; count++)
      expect((await other.fetch('/graphql?query={open}', { headers })).status).toBe(503);
    issuer.isDown = false;
    await other.stop();
  });
});
