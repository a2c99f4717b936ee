import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SHOP } from '../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');
const nested = (depth: number) => `{ me ${'{ friends '.repeat(depth - 2)}{ id }${' }'.repeat(depth - 2)} }`;

describe('limits of operations', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(SHOP);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      limits: {
        maxDepth: 15,
        maxFields: 30,
        maxRootFields: 4,
        maxAliases: 5,
        maxDirectives: 3,
        maxTokens: 400,
        maxCost: 520,
        maxFragments: 6,
        maxRepeats: 4,
        maxListLength: 7,
        maxVariablesBytes: 60,
      },
    });
  });

  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  it.each([
    ['depth', 15, (size: number) => nested(size)],
    ['fields', 30, (size: number) => `{ me { ${times(size - 1, () => 'name')} } }`],
    [
      'fields in fragments',
      29,
      (size: number) => `{ me { ...A ...A } } fragment A on User { ${times((size - 1) / 2, () => 'name')} }`,
    ],
    ['rootFields', 4, (size: number) => `{ ${times(size, () => 'me { name }')} }`],
    [
      'rootFields in fragments',
      4,
      (size: number) => `{ ...A ...A } fragment A on Query { ${times(size / 2, () => 'me { id }')} }`,
    ],
    ['aliases', 5, (size: number) => `{ me { ${times(size, (index) => `a${index}: name`)} } }`],
    ['directives', 3, (size: number) => `{ me { name ${times(size, () => '@include(if: true)')} } }`],
    ['directives on one node', 3, (size: number) => `{ me { name ${times(size, () => '@unknown')} } }`],
    [
      'directives on definitions',
      3,
      (size: number) => `query ($n: Int ${times(size - 1, () => '@a')}) @b { products(first: $n) { name } }`,
    ],
    ['aliases of __typename', 5, (size: number) => `{ me { ${times(size, (index) => `a${index}: __typename`)} } }`],
    [
      'fragments',
      6,
      (size: number) => `{ me { ...A0 } } ${times(size, (index) => `fragment A${index} on User { name }`)}`,
    ],
    ['repeats', 4, (size: number) => `{ me { ${times(size, () => 'friends { id }')} } }`],
    [
      'repeats in fragments',
      4,
      (size: number) =>
        `{ me { ${times(size / 2, () => '...A ... { friends { id } }')} } } fragment A on User { friends { id } }`,
    ],
    ['listLength', 7, (size: number) => `{ user(id: [${times(size, () => '"1"')}]) { name } }`],
    ['valueDepth', 64, (size: number) => `{ user(id: ${'['.repeat(size)}${']'.repeat(size)}) { name } }`],
    ['tokens', 400, (size: number) => `{ me { ${times(size - 5, () => 'id')} } }`],
    [
      'depth of introspection',
      15,
      (size: number) =>
        `{ __schema { types { fields { type ${'{ ofType '.repeat(size - 5)}{ name }${' }'.repeat(size - 5)} } } } }`,
    ],
  ])('%s: accepts the limit, refuses one more', async (what, limit, make) => {
    const step = what.includes('fragments') ? 2 : 1;
    const refusals = async (size: number) => {
      const { errors } = await router.query(make(size));
      return errors?.map(({ extensions: { code, limit: name } }) => `${code} ${name}`) ?? [];
    };
    const refusal = `LIMIT_EXCEEDED ${what.split(' ')[0]}`;
    expect(await refusals(limit)).not.toContain(refusal);
    expect(await refusals(limit + step)).toContain(refusal);
  });

  it.each([
    ['variablesBytes', 60, (size: number) => ({ v: 'x'.repeat(size - '{"v":""}'.length) })],
    ['listLength', 7, (size: number) => ({ v: Array.from({ length: size }, () => 1) })],
    ['listLength', 7, (size: number) => ({ v: { w: [Array.from({ length: size }, () => 1)] } })],
  ])('%s of variables: accepts the limit, refuses one more', async (limit, max, make) => {
    const limitsOf = async (size: number) => {
      const { errors } = await router.query('query ($v: Int) { products(first: $v) { name } }', {
        variables: make(size),
      });
      return errors?.map(({ extensions }) => extensions.limit);
    };
    expect(await limitsOf(max)).not.toContain(limit);
    expect(await limitsOf(max + 1)).toContain(limit);
  });

  it('refuses values that are nested without end', async () => {
    const body = `{"query":"{ __typename }","variables":{"v":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`;
    const response = await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body,
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'valueDepth' } }] },
    ]);
  });

  it('measures nested fragments without writing them out', async () => {
    const fragments = times(
      60,
      (index) => `fragment F${index} on User { friends { ...F${index + 1} ...F${index + 1} } }`,
    );
    const { errors } = await router.query(`{ me { ...F0 } } ${fragments} fragment F60 on User { id }`); // 2^60 objects
    expect(errors?.[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
  });

  it('ends at fragments that go in circles', async () => {
    const { errors } = await router.query(
      '{ me { ...A } } fragment A on User { friends { ...B } } fragment B on User { ...A }',
    );
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    ['a weight', '{ expensive }', 500, true],
    ['a slicing argument', '{ products(first: 260) { name ... on Toy { maker { id } } } }', 520, true],
    ['one more than the limit', '{ products(first: 261) { name ... on Toy { maker { id } } } }', 522, false],
    [
      'a slicing argument by variable',
      'query ($n: Int) { products(first: $n) { name ... on Toy { maker { id } } } }',
      522,
      false,
    ],
    ['lists without a size', '{ users { friends { friends { id } } } }', 1110, false],
  ])('counts the cost of %s', async (_, query, cost, isAllowed) => {
    const { errors } = await router.query(query, { variables: { n: 261 } });
    if (isAllowed)
      expect(errors ?? []).not.toContainEqual(
        expect.objectContaining({ extensions: expect.objectContaining({ code: 'COST_EXCEEDED' }) }),
      );
    else expect(errors?.[0]?.extensions).toEqual({ code: 'COST_EXCEEDED', cost, max: 520 });
  });
});
