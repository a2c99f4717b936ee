import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const item = { id: '1', name: 'x', slow: 'y' };

/** Every place where a weight or a size may stand. */
const WEIGHED = {
  name: 'weighed',
  typeDefs: parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@cost", "@listSize"])
    type Query {
      item: Item
      plain: Plain
      name: String
      colour: Colour
      blob: Blob
      unsized: [Item]
      assumed: [Item] @listSize(assumedSize: 7)
      sliced(first: Int, last: Int): [Item] @listSize(slicingArguments: ["first", "last"])
      byDefault(first: Int = 6): [Item] @listSize(slicingArguments: ["first"])
      loose(first: Int): [Item] @listSize(slicingArguments: ["first"], assumedSize: 4, requireOneSlicingArgument: false)
      pages(first: Int): Pages @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])
      weighed(a: Int @cost(weight: 3), b: Int): Int
      filtered(filter: Filter): Int
      either: Either
      part: Part
    }
    type Mutation { change: Plain rename(filter: Filter): Plain }
    type Plain { name: String item: Item }
    type Item @cost(weight: 2) { id: ID name: String slow: String @cost(weight: 5) }
    interface Part { price: Int parts(first: Int, kind: Int): [Item] }
    type Cheap implements Part { price: Int parts(first: Int, kind: Int): [Item] @listSize(assumedSize: 1) }
    type Dear implements Part @cost(weight: 50) {
      price: Int @cost(weight: 30)
      parts(first: Int, kind: Int @cost(weight: 9)): [Item] @listSize(assumedSize: 20)
    }
    union Either = Cheap | Dear
    type Pages { nodes: [Item] others: [Item] }
    enum Colour @cost(weight: 4) { RED }
    scalar Blob @cost(weight: 6)
    input Filter { text: String @cost(weight: 8) colour: Colour free: Int and: [Filter!] }`),
  resolvers: {
    Query: {
      item: () => item,
      plain: () => ({ name: 'p', item }),
      assumed: () => [item, item, null],
      sliced: () => [item],
      unsized: () => [],
      either: () => ({ __typename: 'Dear' }),
      part: () => ({ __typename: 'Dear', price: 1, parts: [item] }),
    },
    Mutation: { change: () => ({ name: 'p' }) },
  },
};

describe('the cost of an operation', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph([WEIGHED]);
    router = await startTestRouter({ supergraph: graph.supergraph, dev: true });
  });
  beforeEach(() => graph.reset());
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  const ask = async (query: string, variables = {}) => {
    const answer = await router.query(query, { variables, headers: { 'x-fleetgraph-explain': 'cost' } });
    return { ...answer, cost: answer.extensions?.cost as { estimated: number; actual: number; max: number } };
  };

  it.each([
    ['an object', '{ plain { name } }', 1],
    ['a leaf', '{ name }', 0],
    ['a type with a weight', '{ item { id } }', 2],
    ['a field with a weight', '{ item { slow } }', 7],
    ['an enum with a weight', '{ colour }', 4],
    ['a scalar with a weight', '{ blob }', 6],
    ['an alias, once more', '{ a: item { id } b: item { id } }', 4],
    [
      'a fragment, wherever it is spread',
      '{ ...A a: plain { ...B } } fragment A on Query { plain { ...B } } fragment B on Plain { item { id } }',
      6,
    ],
    ['a list of unknown length: ten', '{ unsized { id } }', 20],
    ['a list of assumed length', '{ assumed { slow } }', 49],
    ['a sliced list', '{ sliced(first: 3) { id } }', 6],
    ['a sliced list by the other argument', '{ sliced(last: 5) { id } }', 10],
    ['a sliced list with a default', '{ byDefault { id } }', 12],
    ['a list that need not be sliced', '{ loose { id } }', 8],
    ['a list that may be sliced', '{ loose(first: 9) { id } }', 18],
    ['fields that a slice sizes, and others', '{ pages(first: 3) { nodes { id } others { id } } }', 1 + 6 + 20],
    ['a member of a union: what the dearest does', '{ either { __typename } }', 50],
    ['a field of an interface: what the dearest does', '{ part { price } }', 50 + 30],
    ['a list of an interface: as the longest and dearest', '{ part { parts(kind: 1) { id } } }', 50 + 20 * 2 + 9],
    ['a list of one of its types', '{ part { ... on Cheap { parts(kind: 1) { id } } } }', 50 + 2],
    ['an argument with a weight', '{ weighed(a: 1) }', 3],
    ['an argument without', '{ weighed(b: 1) }', 0],
    ['an argument that is null', '{ weighed(a: null) }', 0],
    [
      'an input object: its fields, their types, and one',
      '{ filtered(filter: { text: "x", colour: RED, free: 1 }) }',
      13,
    ],
    ['input objects within one another', '{ filtered(filter: { and: [{ text: "x" }, {}] }) }', 1 + 9 + 1],
    ['a mutation: ten for each field', 'mutation { a: change { name } b: change { name } }', 22],
    ['an input of a mutation', 'mutation { rename(filter: { free: 1 }) { name } }', 12],
  ])('counts %s', async (_, query, cost) => {
    expect((await ask(query)).cost.estimated).toBe(cost);
  });

  it('counts by variables, each time anew', async () => {
    const query = 'query ($n: Int = 2, $filter: Filter) { sliced(first: $n) { id } filtered(filter: $filter) }';
    const costOf = async (variables: object) => (await ask(query, variables)).cost.estimated;
    expect([await costOf({}), await costOf({ n: 50 }), await costOf({ n: 1, filter: { text: 'x' } })]).toEqual([
      4, 100, 11,
    ]);
  });

  it.each([
    ['neither', '{ sliced { id } }'],
    ['both', '{ sliced(first: 1, last: 1) { id } }'],
    ['null', '{ sliced(first: null) { id } }'],
    ['a variable that is not given', 'query ($n: Int) { sliced(first: $n) { id } }'],
  ])('wants exactly one slicing argument, not %s', async (_, query) => {
    const { errors } = await ask(query);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(graph.subgraph('weighed').requests).toEqual([]);
  });

  it.each([
    ['a shorter list', '{ assumed { id } }', 14, 4],
    ['a null', '{ weighed(b: 1) item { id } }', 2, 2],
    ['an object within another', '{ plain { item { slow } } }', 8, 8],
    ['a mutation', 'mutation { change { name } }', 11, 11],
  ])('tells what %s really was', async (_, query, estimated, actual) => {
    expect((await ask(query)).cost).toEqual({ estimated, actual, max: 100_000 });
  });

  it('is refused above the limit before anybody is asked', async () => {
    const limited = await startTestRouter({ supergraph: graph.supergraph, limits: { maxCost: 20 } });
    const [fits, exceeds] = [
      await limited.query('{ sliced(first: 10) { id } }'),
      await limited.query('{ sliced(first: 11) { id } }'),
    ];
    await limited.stop();
    expect(fits.errors).toBeUndefined();
    expect(exceeds.errors?.[0]?.extensions).toEqual({ code: 'COST_EXCEEDED', cost: 22, max: 20 });
    expect(graph.subgraph('weighed').requests).toHaveLength(1);
  });
});
