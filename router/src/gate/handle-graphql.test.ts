import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { SHOP } from '../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const MAX_BODY = 2_000;

describe('the HTTP door', () => {
  let graph: TestGraph;
  let router: TestRouter;
  const faults: string[] = [];

  beforeAll(async () => {
    graph = await startTestGraph(SHOP);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      origins: { allowed: ['https://partner.example'] },
      limits: { maxBodyBytes: MAX_BODY },
      headers: { propagate: ['X-Tenant'] },
      logger: pino({ level: 'error' }, { write: (line) => faults.push(line) }),
    });
  });

  beforeEach(() => graph.reset());

  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  const post = (body: string, headers: Record<string, string> = {}) =>
    router.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const codeOf = async (response: Response) => {
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    return errors[0]?.extensions.code;
  };
  const RENAME = 'mutation { rename(id: "1", name: "x") { name } }';

  it('is found by a whole address, as proxies write it', async () => {
    const path = `${router.url}/graphql?query=${encodeURIComponent('{ me { name } }')}`;
    const asked = request({ port: router.port, path }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect(await json(response)).toEqual({ data: { me: { name: 'User 1' } } });
  });

  it.each([
    ['application/graphql-response+json', 400],
    ['application/json', 200],
  ])('gives an invalid operation the status that %s wants', async (accept, status) => {
    const response = await post('{"query":"{ nothing }"}', { accept });
    expect([response.status, await codeOf(response)]).toEqual([status, 'GRAPHQL_VALIDATION_FAILED']);
    expect(response.headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
  });

  it.each([
    ['{ me { name }', 'GRAPHQL_PARSE_FAILED'],
    ['fragment A on User { name }', 'OPERATION_RESOLUTION_FAILURE'],
    ['query A { me { name } } query B { me { name } }', 'OPERATION_RESOLUTION_FAILURE'],
    ['query ($id: ID!) { user(id: $id) { name } }', 'BAD_USER_INPUT'],
  ])('has a code for "%s"', async (query, code) => {
    expect(await codeOf(await post(JSON.stringify({ query })))).toBe(code);
  });

  it('takes an empty name for none, as many clients send it', async () => {
    const response = await post('{"query":"{ me { name } }","operationName":""}');
    expect(await response.json()).toEqual({ data: { me: { name: 'User 1' } } });
  });

  it('remembers no refusal for anybody but who asked the same', async () => {
    // Put together, name and text of both are the same.
    await post(JSON.stringify({ query: ' me { name } }', operationName: 'Mine\nquery Mine {' }));
    const response = await post(JSON.stringify({ query: 'query Mine {\n me { name } }', operationName: 'Mine' }));
    expect(await response.json()).toEqual({ data: { me: { name: 'User 1' } } });
  });

  it('answers over HTTP/1.1 who would rather speak HTTP/2, as clients in Java do', async () => {
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQBAAAA' };
    const asked = request(`${router.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    asked.end('{"query":"{ me { name } }"}');
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect(await json(response)).toEqual({ data: { me: { name: 'User 1' } } });
  });

  it('takes a client that leaves in the middle of its body for no fault of its own', async () => {
    const socket = connect(router.port, '127.0.0.1');
    const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n';
    socket.write(`${head}{"query":`);
    await once(socket, 'ready');
    await router.fetch('/health/live');
    socket.destroy();
    for (let turn = 0; turn < 3; turn++) await router.fetch('/health/live'); // by then it is known that it left
    expect(faults).toEqual([]);
  });

  it('answers 406 for an accept that it cannot meet', async () => {
    expect((await post('{"query":"{ me { name } }"}', { accept: 'text/plain' })).status).toBe(406);
    expect((await post('{"query":"{ me { name } }"}', { accept: 'text/plain, */*;q=0.1' })).status).toBe(200);
  });

  it('takes mutations by POST only', async () => {
    const response = await router.fetch(`/graphql?query=${encodeURIComponent(RENAME)}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await router.fetch('/graphql', { method: 'PATCH' })).status).toBe(405);
    expect(graph.subgraph('accounts').requests).toEqual([]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'lets no form of a foreign page mutate: %s',
    async (type) => {
      const response = await post(JSON.stringify({ query: RENAME }), { 'content-type': type });
      expect([response.status, await codeOf(response)]).toEqual([400, 'CSRF_PREVENTED']);
      expect(graph.subgraph('accounts').requests).toEqual([]);
    },
  );

  it('refuses pages of foreign origins, and serves its own and those it knows', async () => {
    const from = (origin: string) => post('{"query":"{ __typename }"}', { origin });
    const refused = await from('https://evil.example');
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect((await from(router.url)).status).toBe(200);
    const known = await from('https://partner.example');
    expect([known.status, known.headers.get('access-control-allow-origin')]).toEqual([200, 'https://partner.example']);
  });

  it('answers a preflight for origins that it knows: every header that means something here may be sent', async () => {
    const ask = async (origin: string) => {
      const { headers } = await router.fetch('/graphql', { method: 'OPTIONS', headers: { origin } });
      return headers.get('access-control-allow-headers');
    };
    const known = [
      'authorization',
      'graphql-preflight',
      'apollo-require-preflight',
      'x-apollo-operation-name',
      'x-tenant',
    ];
    expect((await ask('https://partner.example'))?.split(', ')).toEqual(expect.arrayContaining(known));
    expect(await ask('https://evil.example')).toBeNull();
  });

  it('answers no image or link of a foreign page', async () => {
    const get = (headers: Record<string, string>) => router.fetch('/graphql?query={__typename}', { headers });
    expect(await codeOf(await get({ 'sec-fetch-site': 'cross-site' }))).toBe('CSRF_PREVENTED');
    expect((await get({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await get({ 'sec-fetch-site': 'cross-site', 'graphql-preflight': '1' })).status).toBe(200);
  });

  it('accepts a body of the limit and refuses one byte more', async () => {
    const body = (size: number) => {
      const start = '{"query":"{ __typename }","extensions":{"x":"';
      return `${start}${'x'.repeat(size - start.length - 3)}"}}`;
    };
    expect((await post(body(MAX_BODY))).status).toBe(200);
    const refused = await post(body(MAX_BODY + 1));
    expect([refused.status, await codeOf(refused)]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('refuses a body that grows beyond the limit without having said so', async () => {
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(Buffer.alloc(1_000, 'x'));
      },
    });
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half',
    } as RequestInit;
    // The router stops reading: the client sees the answer, or its upload fails.
    const status = await router.fetch('/graphql', init).then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
  });

  it('refuses a list of operations', async () => {
    const response = await post('[{"query":"{ __typename }"},{"query":"{ __typename }"}]');
    expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST']);
  });

  it('takes subscriptions over WebSocket only', async () => {
    const response = await post('{"query":"subscription { __typename }"}');
    expect(await codeOf(response)).toBe('GRAPHQL_VALIDATION_FAILED'); // this graph has none
  });

  it('keeps a good request id and replaces a bad one', async () => {
    const idOf = async (id: string) =>
      (await post('{"query":"{ __typename }"}', { 'x-request-id': id })).headers.get('x-request-id');
    expect(await idOf('trace-1')).toBe('trace-1');
    expect(await idOf('a b"c')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('hands on trace headers and how much time is left', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await post('{"query":"{ me { name } }"}', { traceparent });
    const headers = graph.subgraph('accounts').requests[0]?.headers;
    expect(headers?.traceparent).toBe(traceparent);
    expect(Number(headers?.['x-fleetgraph-deadline-ms'])).toBeGreaterThan(0);
    expect(Number(headers?.['x-fleetgraph-deadline-ms'])).toBeLessThanOrEqual(5_000);
  });
});
