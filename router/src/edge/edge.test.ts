import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SHOP } from '../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

describe('the one origin', () => {
  let folder: string;
  let graph: TestGraph;
  let router: TestRouter;
  let target: Server;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-edge-'));
    await mkdir(join(folder, 'web', 'assets'), { recursive: true });
    await writeFile(join(folder, 'web', 'index.html'), '<title>Fleetgraph</title>');
    await writeFile(join(folder, 'web', 'assets', 'app-B4tcH123.js'), 'let a');
    await writeFile(join(folder, 'web', 'robots.txt'), 'all');
    await writeFile(join(folder, 'web', 'long.txt'), LONG_TEXT);
    await writeFile(join(folder, 'secret.txt'), 'secret');
    graph = await startTestGraph(SHOP);
    target = createServer(echo).listen(0, '127.0.0.1');
    await once(target, 'listening');
    router = await startTestRouter({
      supergraph: graph.supergraph,
      web: {
        root: join(folder, 'web'),
        graphiqlPath: '/graphiql',
        contentSecurityPolicy: { 'frame-src': ['https://pay.example'] },
      },
      edge: {
        '/oidc': `http://127.0.0.1:${(target.address() as AddressInfo).port}`,
        '/dead': 'http://127.0.0.1:1',
      },
    });
  });

  afterAll(async () => {
    await router?.stop();
    target?.closeAllConnections();
    target?.close();
    await graph?.stop();
    await rm(folder, { recursive: true });
  });

  const raw = (path: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      request(`${router.url}/`, { path }, resolve).on('error', reject).end();
    });

  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/trips/1', 'text/html; charset=utf-8', 'no-cache'],
    ['/assets/app-B4tcH123.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/robots.txt', 'text/plain; charset=utf-8', 'no-cache'],
  ])('serves %s as %s, cached as %s', async (path, type, cache) => {
    const response = await router.fetch(path, { headers: { accept: 'text/html' } });
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      200,
      type,
      cache,
    ]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(response.headers.get('content-security-policy')).toContain("frame-src 'self' https://pay.example");
    const again = await router.fetch(path, {
      headers: { accept: 'text/html', 'if-none-match': String(response.headers.get('etag')) },
    });
    expect(again.status).toBe(304);
  });

  it.each(['/oidc/../admin', '/oidc/%2e%2E/admin', '/oidc/a/..%2fadmin', '/oidc/..'])(
    'does not lead another server away from what is below the prefix: %s',
    async (path) => {
      const { statusCode } = await raw(path);
      expect(statusCode).toBe(404);
    },
  );

  it('compresses text for those who take it', async () => {
    const asked = async (encoding: string) => {
      const response = await router.fetch('/long.txt', { headers: { 'accept-encoding': encoding } });
      expect(response.headers.get('vary')).toBe('Accept-Encoding');
      expect(await response.text()).toBe(LONG_TEXT);
      return response.headers.get('content-encoding');
    };
    expect(await asked('gzip, br')).toBe('br');
    expect(await asked('gzip, br;q=0.5')).toBe('gzip');
    expect(await asked('gzip;q=0')).toBeNull();
    expect(await asked('identity')).toBeNull();
    const short = await router.fetch('/robots.txt', { headers: { 'accept-encoding': 'gzip' } });
    expect(short.headers.get('content-encoding')).toBeNull();
  });

  it('takes the folder that it was started in for a web app, too', async () => {
    const here = await startTestRouter({ supergraph: graph.supergraph, web: { root: '.' } });
    expect((await here.fetch('/package.json')).status).toBe(200);
    await here.stop();
  });

  it('does not answer a missing script with a page', async () => {
    expect((await router.fetch('/assets/gone-12345678.js')).status).toBe(404);
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2f..%2fsecret.txt', '/%00', '/%E0%A4%A'])(
    'gives away nothing outside of the folder: %s',
    async (path) => {
      const response = await raw(path);
      const chunks = await response.toArray();
      expect(chunks.join('')).not.toContain('secret');
      expect(response.statusCode).toBe(404);
    },
  );

  it('sends a browser that opens the graph to GraphiQL, and answers its queries', async () => {
    const opened = await router.fetch('/graphql', { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect([opened.status, opened.headers.get('location')]).toEqual([302, '/graphiql']);
    expect((await router.fetch('/graphql?query={__typename}')).status).toBe(200);
  });

  it('hands requests on as they came, and says whom they are from', async () => {
    const response = await router.fetch('/oidc/token?x=1', {
      method: 'POST',
      headers: {
        cookie: 'a=b',
        'content-type': 'text/plain',
        'x-forwarded-host': 'evil.example',
        'x-fleetgraph-signature': 'x',
      },
      body: 'raw \u0000 body',
    });
    expect(response.status).toBe(418);
    expect(response.headers.getSetCookie()).toEqual(['one=1', 'two=2']);
    const { url, method, headers, body } = (await response.json()) as Echo;
    expect([url, method, body]).toEqual(['/oidc/token?x=1', 'POST', 'raw \u0000 body']);
    expect(headers).toMatchObject({
      cookie: 'a=b',
      'x-forwarded-host': new URL(router.url).host,
      'x-forwarded-proto': 'http',
    });
    expect(headers['x-forwarded-for']).toContain('127.0.0.1');
    expect(headers).not.toHaveProperty('x-fleetgraph-signature');
  });

  it('hands on redirects instead of following them', async () => {
    const response = await router.fetch('/oidc/redirect', { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/somewhere']);
  });

  it('does not take a longer word for its path', async () => {
    expect((await router.fetch('/oidcx')).status).toBe(404);
  });

  it('keeps nobody waiting for those whose answers do not end', async () => {
    const leave = new AbortController();
    const endless = Array.from({ length: 100 }, () => router.fetch('/oidc/endless', { signal: leave.signal }));
    for (const { status } of await Promise.all(endless)) expect(status).toBe(200);
    expect((await router.fetch('/oidc/token')).status).toBe(418);
    leave.abort();
  });

  it('answers 502 when nobody is there', async () => {
    const response = await router.fetch('/dead/x');
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('127.0.0.1');
  });
});

/** Longer than what is sent as it is. */
const LONG_TEXT = 'all '.repeat(1_000);

interface Echo {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function echo(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/oidc/redirect') {
    response.writeHead(303, { location: '/somewhere' }).end();
    return;
  }
  if (request.url === '/oidc/endless') {
    response.writeHead(200).write('and so on');
    return;
  }
  void request.toArray().then((chunks) => {
    const { url, method, headers } = request;
    response.writeHead(418, { 'set-cookie': ['one=1', 'two=2'] });
    response.end(JSON.stringify({ url, method, headers, body: Buffer.concat(chunks).toString() }));
  });
}
