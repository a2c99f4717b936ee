import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import type { RouterSettings } from '../config/config-schema.js';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

const TYPES = 200;
const MB = 1_048_576;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** So many types that telling all of them is work. */
const large = {
  name: 'large',
  typeDefs: typeDefs(`
    type Query { hello: String ${times(TYPES, (index) => `t${index}: T${index}`)} }
    ${times(TYPES, (index) => `"""A type."""\ntype T${index} { ${times(10, (field) => `"""A field.""" f${field}(a: Int): T${field}`)} }`)}
  `),
  resolvers: { Query: { hello: () => 'you' } },
};

function times(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('\n');
}

describe('answers about the schema', () => {
  let graph: TestGraph;
  let router: TestRouter;

  const start = async (settings: Partial<RouterSettings> = {}) => {
    router = await startTestRouter({ supergraph: graph.supergraph, ...settings });
  };
  const textOf = async (query: string, variables: object = {}) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query, variables });
    return (await router.fetch('/graphql', { method: 'POST', headers, body })).text();
  };

  beforeAll(async () => {
    graph = await startTestGraph([large]);
  });
  afterEach(async () => {
    await router?.stop();
    graph.subgraph('large').behaviour = 'answer';
  });
  afterAll(() => graph?.stop());

  it.each([
    ['alone', getIntrospectionQuery()],
    ['beside data', getIntrospectionQuery().replace('__schema', 'hello __schema')],
  ])('are worked out once: asked for %s', async (_, query) => {
    await start({ metrics: { port: 0 }, execution: { rememberBytes: 0 } });
    const answer = await textOf(query);
    for (let round = 0; round < 3; round++) expect(await textOf(query)).toBe(answer);
    const metrics = await (await fetch(router.metricsUrl ?? '')).text();
    expect(metrics).toContain('fleetgraph_router_introspection_memory_total{result="hit"} 3\n');
    expect(metrics).toContain('fleetgraph_router_introspection_memory_total{result="miss"} 1\n');
  });

  it('follow the variables that matter to them', async () => {
    await start();
    const query = `query ($name: String!, $no: Boolean = false) {
      __type(name: $name) { ...Named } other: __type(name: "T1") { name }
    } fragment Named on __Type { kind @skip(if: $no) name }`;
    for (let round = 0; round < 2; round++) {
      const other = { name: 'T1' };
      for (const name of ['T1', 'T2'])
        expect(JSON.parse(await textOf(query, { name }))).toEqual({
          data: { __type: { kind: 'OBJECT', name }, other },
        });
      expect(JSON.parse(await textOf(query, { name: 'T2', no: true }))).toEqual({
        data: { __type: { name: 'T2' }, other },
      });
      expect(JSON.parse(await textOf(query, { name: 'None' }))).toEqual({ data: { __type: null, other } });
    }
  });

  it('follow the conditions around them', async () => {
    await start();
    const query = `query ($kind: Boolean!) {
      __type(name: "T1") { name } ... @include(if: $kind) { __type(name: "T1") { kind } }
    }`;
    for (const kind of [true, false])
      expect(JSON.parse(await textOf(query, { kind }))).toEqual({
        data: { __type: kind ? { name: 'T1', kind: 'OBJECT' } : { name: 'T1' } },
      });
  });

  it('stay beside what a subgraph does not answer', async () => {
    await start();
    graph.subgraph('large').behaviour = 'drop';
    const answer = await router.query('{ hello __type(name: "T1") { name } }');
    expect(answer).toMatchObject({
      data: { hello: null, __type: { name: 'T1' } },
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    });
  });

  it('may be as long as other answers, and no longer', async () => {
    await start({ limits: { maxAnswerBytes: 10_000 } });
    expect((await router.query(getIntrospectionQuery())).errors?.[0]?.extensions).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: 'answerBytes',
    });
  });

  it('take no more memory than they may', async () => {
    await start({ execution: { rememberBytes: 0, caches: { maxIntrospectionBytes: MB } } });
    const query = '{ __schema { types { description fields { name } } } }';
    const ask = (number: number) => textOf(query.replaceAll('fields', `a${number}: fields`));
    const { length } = await ask(0);
    const rounds = Math.ceil((12 * MB) / length);
    const bytes = () => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const before = bytes();
    for (let number = 1; number <= rounds; number++) await ask(number);
    // V8 gives such memory back beside the program: not always at once.
    await until('the memory is given back', () => bytes() - before < 6 * MB);
  });
});
