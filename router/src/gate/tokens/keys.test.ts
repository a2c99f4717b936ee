import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterSettings } from '../../config/config-schema.js';
import { GUARDED } from '../../testing/graphs/guarded.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

describe('the keys of an issuer', () => {
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter | undefined;

  beforeAll(async () => {
    graph = await startTestGraph(GUARDED);
  });
  beforeEach(async () => {
    issuer = await startTestIssuer();
  });
  afterEach(async () => {
    await router?.stop();
    router = undefined;
    await issuer.stop();
  });
  afterAll(() => graph?.stop());

  const start = async (rules: Partial<NonNullable<RouterSettings['authentication']>> = {}) => {
    router = await startTestRouter({ supergraph: graph.supergraph, authentication: { ...issuer.rules, ...rules } });
  };
  const statusOf = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await router?.fetch('/graphql?query={mine{name}}', { headers }))?.status;
  };

  it('are taken from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fleetgraph-keys-'));
    const jwksFile = join(folder, 'jwks.json');
    await writeFile(jwksFile, issuer.jwks());
    const { jwksUrl: _, ...rules } = issuer.rules;
    router = await startTestRouter({ supergraph: graph.supergraph, authentication: { ...rules, jwksFile } });
    expect(await statusOf(await issuer.token())).toBe(200);
    expect(issuer.fetches).toBe(0);
    await issuer.rotate();
    await writeFile(jwksFile, issuer.jwks());
    expect(await statusOf(await issuer.token())).toBe(200);
    await rm(folder, { recursive: true });
  });

  it('are followed at once when they rotate, and the old one is refused from then on', async () => {
    await start();
    expect(await statusOf(await issuer.token())).toBe(200);
    const withOldKey = await issuer.token({ subject: 'late' });
    expect(await statusOf(withOldKey)).toBe(200);
    await issuer.rotate();
    expect(await statusOf(await issuer.token())).toBe(200);
    expect(await statusOf(withOldKey)).toBe(401);
    expect(issuer.fetches).toBeLessThanOrEqual(3);
  });

  it('are not asked for again and again because of a flood of invented key ids', async () => {
    await start();
    const tokens = await Promise.all(
      Array.from({ length: 60 }, (_, index) => issuer.token({ header: { kid: `invented-${index}` } })),
    );
    const answered: (number | undefined)[] = [];
    for (const token of tokens) answered.push(await statusOf(token));
    expect(new Set(answered)).toEqual(new Set([401]));
    expect(issuer.fetches).toBeLessThanOrEqual(5);
    expect(await statusOf(await issuer.token())).toBe(200);
  });

  it('are waited for while there are none: nobody with a token is answered before', async () => {
    issuer.isDown = true;
    await start();
    const response = await router?.fetch('/graphql?query={open}', {
      headers: { authorization: `Bearer ${await issuer.token()}` },
    });
    expect([response?.status, response?.headers.get('retry-after')]).toEqual([503, '1']);
    issuer.isDown = false;
    expect(await statusOf(await issuer.token())).toBe(200);
  });

  it('serve on when the issuer is gone', async () => {
    await start();
    expect(await statusOf(await issuer.token())).toBe(200);
    issuer.isDown = true;
    expect(await statusOf(await issuer.token({ header: { kid: 'new' } }))).toBe(401);
    expect(await statusOf(await issuer.token({ subject: 'another' }))).toBe(200);
  });

  it('count no more when they were taken out, though nobody comes with another', async () => {
    await start({ keys: { refreshMs: 50 } });
    const token = await issuer.token();
    expect(await statusOf(token)).toBe(200);
    await issuer.rotate();
    await until('the key counts no more', async () => (await statusOf(token)) === 401);
    expect(await statusOf(await issuer.token())).toBe(200);
  });

  it('keep nobody waiting while they are asked for again, and serve on when that fails', async () => {
    await start({ keys: { refreshMs: 20 } });
    const token = await issuer.token();
    expect(await statusOf(token)).toBe(200);
    const release = issuer.hold();
    const { fetches } = issuer;
    await until('the keys are asked for', () => issuer.fetches > fetches);
    expect(await statusOf(token)).toBe(200);
    expect(await statusOf(await issuer.token({ subject: 'another' }))).toBe(200);
    issuer.isDown = true;
    release();
    const failed = issuer.fetches;
    await until('they are asked for again and again', () => issuer.fetches > failed + 7);
    expect(await statusOf(token)).toBe(200);
  });

  it('count no more when they are too old, and again as soon as they can be had', async () => {
    await start({ keys: { refreshMs: 20, maxAgeMs: 200 } });
    const token = await issuer.token();
    await until('there are keys', async () => (await statusOf(token)) === 200);
    issuer.isDown = true;
    await until('the keys are too old', async () => (await statusOf(token)) === 503);
    issuer.isDown = false;
    await until('there are keys again', async () => (await statusOf(token)) === 200);
  });

  it('are not asked for any more when the router has stopped', async () => {
    await start({ keys: { refreshMs: 10 } });
    expect(await statusOf(await issuer.token())).toBe(200);
    await until('the keys are asked for again', () => issuer.fetches > 2);
    await router?.stop();
    router = undefined;
    const { fetches } = issuer;
    const other = await startTestIssuer();
    await startTestRouter({ supergraph: graph.supergraph, authentication: other.rules }).then((next) => next.stop());
    await other.stop();
    expect(issuer.fetches).toBe(fetches);
  });

  it.each([
    ['none', {}],
    ['two', { jwksUrl: 'http://127.0.0.1:1/jwks', jwksFile: 'jwks.json' }],
  ])('have one place, not %s', async (_, places) => {
    const authentication = { issuer: 'https://a.test', audience: 'b', ...places };
    await expect(startTestRouter({ supergraph: graph.supergraph, authentication })).rejects.toThrow();
  });
});
