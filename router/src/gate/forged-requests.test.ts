import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { WebSocket } from 'ws';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const GRAPH = {
  name: 'changing',
  typeDefs: parse('type Query { value: Int } type Mutation { change: Int }'),
  resolvers: { Query: { value: () => 1 }, Mutation: { change: () => 2 } },
};
const OWN = 'https://app.example';
const EVIL = 'https://evil.example';
const CHANGE = JSON.stringify({ query: 'mutation { change }' });

/** What a page of somebody else can make the browser of a signed-in visitor send. */
describe('requests that a foreign page sends in the name of its visitor', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph([GRAPH]);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      origins: { allowed: [OWN] },
      limits: { maxBatch: 5 },
    });
  });
  beforeEach(() => graph.reset());
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  const cookie = 'session=of-the-visitor';
  const json = 'application/json';

  it.each<[string, string, number, RequestInit]>([
    ['a form as text', '/graphql', 400, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: CHANGE }],
    [
      'text with JSON as a parameter',
      '/graphql',
      400,
      { method: 'POST', headers: { 'content-type': 'text/plain; a=application/json' }, body: CHANGE },
    ],
    [
      'a form with files',
      '/graphql',
      400,
      {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: `--x\r\n\r\n${CHANGE}\r\n--x--`,
      },
    ],
    [
      'a form',
      '/graphql',
      400,
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'query=mutation{change}',
      },
    ],
    ['a body without a type', '/graphql', 400, { method: 'POST', headers: { 'content-type': '' }, body: CHANGE }],
    [
      'a list as text',
      '/graphql',
      400,
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: `[${CHANGE}]` },
    ],
    ['a mutation by GET', '/graphql?query=mutation{change}', 405, {}],
    ['a mutation by HEAD', '/graphql?query=mutation{change}', 405, { method: 'HEAD' }],
    [
      'a query by an image',
      '/graphql?query={value}',
      400,
      { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } },
    ],
    [
      'a query by an image of a sister site',
      '/graphql?query={value}',
      400,
      { headers: { 'sec-fetch-site': 'same-site' } },
    ],
    [
      'JSON from a foreign page',
      '/graphql',
      403,
      { method: 'POST', headers: { 'content-type': json, origin: EVIL }, body: CHANGE },
    ],
    [
      'JSON from a page without an origin',
      '/graphql',
      403,
      { method: 'POST', headers: { 'content-type': json, origin: 'null' }, body: CHANGE },
    ],
    [
      'JSON from an origin that begins like ours',
      '/graphql',
      403,
      { method: 'POST', headers: { 'content-type': json, origin: `${OWN}.evil.example` }, body: CHANGE },
    ],
    [
      'JSON from another port of ours',
      '/graphql',
      403,
      { method: 'POST', headers: { 'content-type': json, origin: `${OWN}:444` }, body: CHANGE },
    ],
    [
      'a query from a foreign page',
      '/graphql?query={value}',
      403,
      { headers: { origin: EVIL, 'graphql-preflight': '1' } },
    ],
  ])('are refused: %s', async (_, path, status, { headers, ...init }) => {
    const response = await router.fetch(path, { ...init, headers: { cookie, ...(headers as Record<string, string>) } });
    expect(response.status).toBe(status);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(graph.subgraph('changing').requests).toEqual([]);
  });

  it.each([EVIL, 'null', `${OWN}.evil.example`])('may not even ask: preflight of %s', async (origin) => {
    const headers = {
      origin,
      cookie,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const response = await router.fetch('/graphql', { method: 'OPTIONS', headers });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('access-control-allow-headers')).toBeNull();
  });

  it('never let a page read with the credentials of its visitor', async () => {
    const headers = { origin: OWN, cookie, 'content-type': json };
    const response = await router.fetch('/graphql', { method: 'POST', headers, body: CHANGE });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, OWN]);
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toContain('Origin');
    expect(graph.subgraph('changing').requests[0]?.headers).not.toHaveProperty('cookie');
  });

  it.each([
    [EVIL, false],
    ['null', false],
    [OWN, true],
    [undefined, true],
  ])('open a socket from %s: %s', async (origin, isOpened) => {
    const headers = { cookie, ...(origin === undefined ? {} : { origin }) };
    const socket = new WebSocket(`${router.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    const opened = await new Promise<boolean>((resolve) => {
      socket.once('open', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.terminate();
    expect(opened).toBe(isOpened);
  });
});
