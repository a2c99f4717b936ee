import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditServer } from 'graphql-http';
import { SHOP } from '../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const MAX_BODY = 4_000;

describe('GraphQL over HTTP', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(SHOP);
    router = await startTestRouter({ supergraph: graph.supergraph, limits: { maxBodyBytes: MAX_BODY } });
  });

  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  const send = (body: string | Buffer, headers: Record<string, string>) =>
    router.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const LONG = '{ __schema { types { name description fields { name description } } } }';
  const long = `/graphql?query=${encodeURIComponent(LONG)}`;

  const audit = async (introspection: 'everybody' | 'nobody') => {
    const audited = await startTestRouter({ supergraph: graph.supergraph, introspection });
    const results = await auditServer({ url: `${audited.url}/graphql` });
    await audited.stop();
    expect(results.length).toBeGreaterThan(50);
    return results.filter(({ status }) => status !== 'ok').map(({ status, name }) => `${status}: ${name}`);
  };

  it('passes every audit of graphql-http, without a warning or a notice', async () => {
    expect(await audit('everybody')).toEqual([]);
  });

  it('fails without introspection only the audits that ask for `__type`', async () => {
    expect(await audit('nobody')).toEqual([
      'warn: SHOULD allow map {variables} parameter when accepting application/graphql-response+json',
      'error: MUST allow map {variables} parameter when accepting application/json',
      'notice: MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
      'notice: MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
    ]);
  });

  it('answers HEAD like GET, without the body', async () => {
    const [head, get] = await Promise.all([router.fetch(long, { method: 'HEAD' }), router.fetch(long)]);
    expect(await head.text()).toBe('');
    for (const name of ['content-type', 'content-encoding', 'content-length', 'vary', 'cache-control']) {
      expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
    }
    const mutation = `/graphql?query=${encodeURIComponent('mutation { failing { name } }')}`;
    expect((await router.fetch(mutation, { method: 'HEAD' })).status).toBe(405);
  });

  it('tells by OPTIONS and by 405 what may be sent', async () => {
    const options = await router.fetch('/graphql', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, PUT, DELETE, OPTIONS']);
    const wrong = await router.fetch('/graphql', { method: 'PATCH' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, PUT, DELETE, OPTIONS']);
  });

  it.each([
    ['br, gzip', 'br'],
    ['gzip, br', 'br'],
    ['gzip, br;q=0.9', 'gzip'],
    ['x-gzip', 'gzip'],
    ['*', 'br'],
    ['*;q=0.1, br;q=0', 'gzip'],
    ['br;q=0, gzip;q=0', null],
    ['identity, gzip;q=0.5', null],
    ['deflate', null],
  ])('packs a long answer for `accept-encoding: %s` as %s', async (accepted, encoding) => {
    const response = await router.fetch(long, { headers: { 'accept-encoding': accepted } });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')).toContain('Accept-Encoding');
    expect(await response.json()).toMatchObject({ data: { __schema: { types: expect.any(Array) } } });
  });

  it('sends fewer bytes that way, and a short answer as it is', async () => {
    const lengthOf = async (path: string, encoding: string) => {
      const response = await router.fetch(path, { method: 'HEAD', headers: { 'accept-encoding': encoding } });
      return Number(response.headers.get('content-length'));
    };
    expect((await lengthOf(long, 'gzip')) * 3).toBeLessThan(await lengthOf(long, 'identity'));
    expect((await lengthOf(long, 'br')) * 3).toBeLessThan(await lengthOf(long, 'identity'));
    const short = await router.fetch('/graphql?query={__typename}', { headers: { 'accept-encoding': 'gzip' } });
    expect(short.headers.get('content-encoding')).toBeNull();
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['identity', (body: Buffer) => body],
  ])('reads a body in %s up to the limit of its unpacked size', async (encoding, pack) => {
    const sized = (size: number) => {
      const start = '{"query":"{ __typename }","extensions":{"x":"';
      return pack(Buffer.from(`${start}${'x'.repeat(size - start.length - 3)}"}}`));
    };
    const taken = await send(sized(MAX_BODY), { 'content-encoding': encoding });
    expect([taken.status, await taken.json()]).toEqual([200, { data: { __typename: 'Query' } }]);
    const refused = await send(sized(MAX_BODY + 1), { 'content-encoding': encoding });
    expect([refused.status, await refused.json()]).toMatchObject([
      413,
      { errors: [{ extensions: { code: 'BODY_TOO_LARGE' } }] },
    ]);
  });

  it('refuses a body that is packed wrongly or in a way it does not know', async () => {
    const broken = await send('no gzip', { 'content-encoding': 'gzip' });
    expect([broken.status, await broken.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    ]);
    const unknown = await send(deflateSync('{"query":"{ __typename }"}'), { 'content-encoding': 'deflate' });
    expect([unknown.status, unknown.headers.get('accept-encoding')]).toEqual([415, 'br, gzip']);
  });
});
