import { createHash } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RouterSettings } from '../../config/config-schema.js';
import { GUARDED } from '../../testing/graphs/guarded.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';
import { TestSocket } from '../../testing/test-socket.js';

const OPEN = 'query Open { open }';
const PEOPLE = 'query People($id: ID!) { person(id: $id) { name } }';
const PARTNERS = 'query OfPartner { open __typename }';
const idOf = (body: string) => createHash('sha256').update(body).digest('hex');

let graph: TestGraph;
let issuer: TestIssuer;
let folder: string;
let router: TestRouter | undefined;

beforeAll(async () => {
  graph = await startTestGraph(GUARDED);
  issuer = await startTestIssuer();
  folder = await mkdtemp(join(tmpdir(), 'fleetgraph-manifest-'));
  await writeManifest('web.json', [OPEN, PEOPLE]);
  await writeManifest('partner.json', [PARTNERS]);
});
afterEach(async () => {
  await router?.stop();
  router = undefined;
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await issuer?.stop();
  await graph?.stop();
});

const file = (name: string) => join(folder, name);

async function writeManifest(name: string, bodies: readonly string[]): Promise<void> {
  const operations = bodies.map((body) => ({ id: idOf(body), name: 'x', type: 'query', body }));
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  await writeFile(file(`${name}.new`), JSON.stringify(manifest));
  await rename(file(`${name}.new`), file(name));
}

async function start(rules: RouterSettings['persistedOperations']): Promise<void> {
  const settings = { supergraph: graph.supergraph, authentication: issuer.rules, persistedOperations: rules };
  router = await startTestRouter(settings);
}

type Answer = { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };

async function post(body: object, token?: string): Promise<{ status: number; data: unknown; error: unknown }> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...authorization };
  if (router === undefined) throw new Error('Start a router first.');
  const response = await router.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify(body) });
  const { data, errors } = (await response.json()) as Answer;
  return { status: response.status, data, error: errors?.[0]?.extensions.code };
}

const byHash = (body: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: idOf(body) } } });

describe('persisted operations', () => {
  it.each<[string, object]>([
    ["Apollo's extension", byHash(PEOPLE)],
    ['documentId', { documentId: idOf(PEOPLE) }],
    ['documentId with its algorithm', { documentId: `sha256:${idOf(PEOPLE)}` }],
    ['the id beside a text, which is not looked at', { documentId: idOf(PEOPLE), query: '{ nonsense }' }],
  ])('are run by %s', async (_, body) => {
    await start({ mode: 'require', manifests: file('web.json') });
    expect(await post({ ...body, variables: { id: '1' } })).toMatchObject({
      status: 200,
      data: { person: { name: 'Person 1' } },
    });
  });

  it('are run by GET', async () => {
    await start({ mode: 'require', manifests: [file('web.json')] });
    const extensions = encodeURIComponent(JSON.stringify(byHash(OPEN).extensions));
    for (const query of [`documentId=${idOf(OPEN)}`, `extensions=${extensions}`]) {
      const response = await router?.fetch(`/graphql?${query}`, { headers: { 'graphql-preflight': '1' } });
      expect(await response?.json()).toEqual({ data: { open: 'yes' } });
    }
  });

  it.each<[string, 'off' | 'allow' | 'require', object, string | undefined]>([
    ['a known id', 'allow', byHash(OPEN), undefined],
    ['an unknown id', 'allow', byHash('{ other }'), 'PERSISTED_QUERY_NOT_FOUND'],
    ['an unknown id with a text', 'allow', { ...byHash('{ other }'), query: OPEN }, undefined],
    ['a text', 'allow', { query: OPEN }, undefined],
    ['an unknown id', 'require', byHash('{ other }'), 'PERSISTED_QUERY_NOT_FOUND'],
    ['an unknown id with a text', 'require', { ...byHash('{ other }'), query: OPEN }, 'PERSISTED_QUERY_ID_REQUIRED'],
    ['a text, also a known one', 'require', { query: OPEN }, 'PERSISTED_QUERY_ID_REQUIRED'],
    ['an id', 'off', byHash(OPEN), 'PERSISTED_QUERY_NOT_SUPPORTED'],
    ['a text', 'off', { query: OPEN }, undefined],
    ['an id of an inherited name', 'allow', { documentId: 'constructor' }, 'PERSISTED_QUERY_NOT_FOUND'],
    ['a wrong version', 'allow', { extensions: { persistedQuery: { version: 2, sha256Hash: 'x' } } }, 'BAD_REQUEST'],
    ['an id that is no text', 'allow', { documentId: 1 }, 'BAD_REQUEST'],
    ['nothing', 'allow', {}, 'BAD_REQUEST'],
  ])('%s, mode %s', async (_, mode, body, code) => {
    await start({ mode, manifests: [file('web.json')] });
    const { status, data, error } = await post(body);
    expect(error).toBe(code);
    expect([status, data]).toEqual(code === undefined ? [200, { open: 'yes' }] : [400, undefined]);
  });

  it('are run over a socket by their ids, and texts are refused there, too', async () => {
    await start({ mode: 'require', manifests: [file('web.json')] });
    const socket = await TestSocket.greeted(router?.url ?? '');
    socket.send({ id: '1', type: 'subscribe', payload: { query: '', ...byHash(OPEN) } });
    expect(await socket.answersOf('1', 1)).toEqual([{ data: { open: 'yes' } }]);
    socket.subscribe('2', OPEN);
    const { payload } = await socket.until('a refusal', ({ type }) => type === 'error');
    expect(payload).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_ID_REQUIRED' } }]);
    await socket.close();
  });

  it('are those of the caller: the web has its own, a partner others, developers are free', async () => {
    await start({
      mode: 'require',
      manifests: [file('web.json')],
      clients: { partner: { manifests: [file('partner.json')] } },
      freeScope: 'graph:develop',
    });
    const errorFor = async (body: object, wishes: { clientId: string; scope?: string }) =>
      (await post(body, await issuer.token(wishes))).error;
    expect(await errorFor(byHash(OPEN), { clientId: 'web' })).toBeUndefined();
    expect(await errorFor(byHash(PARTNERS), { clientId: 'web' })).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(await errorFor(byHash(PARTNERS), { clientId: 'partner' })).toBeUndefined();
    expect(await errorFor(byHash(OPEN), { clientId: 'partner' })).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect(await errorFor(byHash(OPEN), { clientId: 'constructor' })).toBeUndefined();
    expect(await errorFor({ query: '{ open }' }, { clientId: 'partner' })).toBe('PERSISTED_QUERY_ID_REQUIRED');
    expect(await errorFor({ query: '{ open }' }, { clientId: 'web', scope: 'graph:develop' })).toBeUndefined();
  });

  it('have the rights and limits of any other operation', async () => {
    await writeManifest('rights.json', ['{ mine { name } }']);
    await start({ mode: 'require', manifests: [file('rights.json')] });
    expect(await post(byHash('{ mine { name } }'))).toMatchObject({ data: { mine: null }, error: 'UNAUTHENTICATED' });
  });

  it('are read again when the manifest changes; a bad one changes nothing', async () => {
    await writeManifest('changing.json', [OPEN]);
    await start({ mode: 'allow', manifests: [file('changing.json')] });
    expect((await post(byHash(PARTNERS))).error).toBe('PERSISTED_QUERY_NOT_FOUND');
    await writeManifest('changing.json', [OPEN, PARTNERS]);
    await until('the new one is known', async () => (await post(byHash(PARTNERS))).error === undefined);
    await writeFile(file('changing.json'), '{"format":"something else"}');
    for (let round = 0; round < 20; round++) expect((await post(byHash(PARTNERS))).error).toBeUndefined();
  });

  it('keep a router from starting when a manifest cannot be read', async () => {
    await writeFile(file('bad.json'), '{"format":"something else"}');
    await expect(start({ mode: 'allow', manifests: [file('bad.json')] })).rejects.toThrow(
      /bad\.json is not a persisted query manifest/,
    );
    await expect(start({ mode: 'allow', manifests: [file('none.json')] })).rejects.toThrow('none.json');
  });
});
