import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import type { RouterSettings } from '../config/config-schema.js';
import { GUARDED } from '../testing/graphs/guarded.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

let graph: TestGraph;
let issuer: TestIssuer;
let router: TestRouter | undefined;

beforeAll(async () => {
  graph = await startTestGraph(GUARDED);
  issuer = await startTestIssuer();
});
afterEach(async () => {
  await router?.stop();
  router = undefined;
});
afterAll(async () => {
  await issuer?.stop();
  await graph?.stop();
});

type Who = 'stranger' | 'somebody';

async function start(settings: Partial<RouterSettings>): Promise<void> {
  router = await startTestRouter({ supergraph: graph.supergraph, ...settings });
}

async function ask(who: Who, query: string) {
  const answer = await router?.query(query, who === 'stranger' ? {} : { token: await issuer.token() });
  return { code: answer?.errors?.[0]?.extensions.code, text: JSON.stringify(answer) };
}

const SCHEMA = '{ __schema { queryType { name } } }';

describe('introspection', () => {
  it.each<[string, Partial<RouterSettings>, (string | undefined)[]]>([
    ['everybody', { introspection: 'everybody' }, [undefined, undefined]],
    ['signedIn', { introspection: 'signedIn' }, ['UNAUTHENTICATED', undefined]],
    ['nobody', { introspection: 'nobody' }, ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED']],
    ['by default', {}, ['UNAUTHENTICATED', undefined]],
  ])('is for %s, whoever asked first', async (_, settings, [stranger, somebody]) => {
    await start({ authentication: issuer.rules, ...settings });
    for (const query of [SCHEMA, 'query ($n: String = "Person") { __type(name: $n) { name } }']) {
      for (const [who, code] of [
        ['stranger', stranger],
        ['somebody', somebody],
        ['stranger', stranger],
      ] as const)
        expect([who, (await ask(who, query)).code]).toEqual([who, code]);
    }
    for (const who of ['stranger', 'somebody'] as const)
      expect((await ask(who, '{ __typename }')).code).toBeUndefined();
  });

  it('tells a stranger how to sign in', async () => {
    await start({ authentication: issuer.rules });
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
    const body = JSON.stringify({ query: SCHEMA });
    const response = await router?.fetch('/graphql', { method: 'POST', headers, body });
    expect([response?.status, response?.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  it('is for everybody where nobody can sign in', async () => {
    await start({});
    expect((await ask('stranger', SCHEMA)).code).toBeUndefined();
  });

  it.each([
    ['in a fragment', 'query { ...A } fragment A on Query { ... { s: __schema { queryType { name } } } }'],
    [
      'left out by a condition',
      'query ($no: Boolean = false) { open __schema @include(if: $no) { queryType { name } } }',
    ],
    ['in another operation', 'query A { open } query B { __schema { queryType { name } } }'],
  ])('is found %s', async (_, query) => {
    await start({ introspection: 'nobody' });
    const response = await router?.fetch(`/graphql?operationName=A&query=${encodeURIComponent(query)}`);
    expect(JSON.stringify(await response?.json())).toMatch(/GRAPHQL_VALIDATION_FAILED|OPERATION_RESOLUTION_FAILURE/);
  });

  it('is refused over a socket, too', async () => {
    await start({ authentication: issuer.rules });
    const socket = await TestSocket.greeted(router?.url ?? '');
    socket.subscribe('1', SCHEMA);
    const { payload } = await socket.until('a refusal', ({ type }) => type === 'error');
    expect(payload).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await socket.close();
  });

  it.each([
    ['a field', '{ opem }'],
    ['a type', '{ person(id: "1") { ... on Persom { name } } }'],
    ['an argument', '{ person(ib: "1") { name } }'],
  ])('and guesses of %s are for the same callers, whoever asked first', async (_, query) => {
    await start({ authentication: issuer.rules });
    for (const [who, isGuessed] of [
      ['somebody', true],
      ['stranger', false],
      ['somebody', true],
    ] as const)
      expect([who, (await ask(who, query)).text.includes('Did you mean')]).toEqual([who, isGuessed]);
  });

  it('takes the query of the usual tools, and not much more', async () => {
    await start({ limits: { maxIntrospections: 2, maxFields: 10_000, maxTokens: 20_000 } });
    const standard = getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true });
    const [from, end] = [standard.indexOf('__schema'), standard.indexOf('fragment FullType')];
    const field = standard.slice(from, standard.lastIndexOf('}', end));
    const times = (count: number) =>
      standard.replace(field, Array.from({ length: count }, (_, index) => `s${index}: ${field}`).join(' '));
    expect((await ask('stranger', standard)).code).toBeUndefined();
    expect((await ask('stranger', times(2))).code).toBeUndefined();
    expect((await ask('stranger', times(3))).text).toContain('"limit":"introspection","max":2');
  });
});
