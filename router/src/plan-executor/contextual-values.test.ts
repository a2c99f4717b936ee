import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { GraphQLSchema } from 'graphql';
import { loadSupergraph } from '../supergraph/load-supergraph.js';
import { CONTEXTS } from '../testing/graphs/contexts.js';
import { answerContexts } from '../testing/graphs/contexts-reference.js';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import type { TestSubgraphDefinition } from '../testing/test-subgraph.js';

const OPERATIONS: readonly (readonly [name: string, query: string, variables?: Record<string, unknown>])[] = [
  ['a value of the object above', '{ libraries { featured { title price } } }'],
  ['the nearest of several', '{ libraries { rooms { books { title } } featured { title } } }'],
  ['a value two objects above, below lists', '{ libraries { rooms { books { price(factor: 3) } } } }'],
  ['a value below an object', '{ libraries { featured { tax } } }'],
  ['values of two levels, of which one is equal', '{ libraries { rooms { books { title tax } } } }'],
  ['values at several levels', '{ libraries { rooms { id books { id title(isLoud: true) price tax copies } } } }'],
  ['a value of another subgraph', '{ libraries { featured { shelf } rooms { books { shelf title } } } }'],
  [
    'a value that depends on the type',
    '{ founds { ... on Library { magazines { stamp } } ... on Branch { magazines { stamp } } } }',
  ],
  ['through another entity', '{ libraries { rooms { books { sequel { title price sequel { title price } } } } } }'],
  [
    'through another subgraph and back',
    '{ libraries { rooms { books { origin { featured { title price shelf } } } } } }',
  ],
  [
    'one entity at two depths',
    '{ libraries { rooms { books { id title origin { rooms { books { id title } } } } } } }',
  ],
  ['one entity twice under one value', '{ library(id: "l2") { rooms { books(first: 5) { id title } } } }'],
  [
    'names of the client that are those of values',
    '{ libraries { currency: id floors: opening country { code: isOld } featured { price shelf tax tongue: title } rooms { tongue: id books { title } } } }',
  ],
  [
    'variables',
    'query ($f: Int!, $l: Boolean) { libraries { featured { price(factor: $f) title(isLoud: $l) } } }',
    { f: 4, l: true },
  ],
  ...[true, false].map(
    (skipped) =>
      [
        `a condition on one of two fields (${skipped})`,
        'query ($a: Boolean!) { libraries { featured { title shelf @skip(if: $a) ... @include(if: $a) { tax } } } }',
        { a: skipped },
      ] as const,
  ),
  ['nothing left of an object', '{ libraries { featured { title @skip(if: true) } } }'],
];

describe('arguments with @fromContext', () => {
  let graph: TestGraph;
  let router: TestRouter;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    graph = await startTestGraph(CONTEXTS);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      traffic: { retries: { max: 0 } },
      limits: { maxCost: 1e6 },
    });
    const loaded = await loadSupergraph(graph.supergraph);
    await loaded.planner.close();
    schema = loaded.apiSchema;
  });
  beforeEach(() => graph.reset());
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  const asked = (name: string) => graph.subgraph(name).requests;

  it.each(OPERATIONS)('are filled as one program would do it: %s', async (_, query, variables = {}) => {
    const expected = await answerContexts(schema, query, variables);
    // The third answer is given again from memory.
    for (let turn = 0; turn < 3; turn++) expect(await router.query(query, { variables })).toEqual(expected);
  });

  it('are invisible to clients', async () => {
    const { errors } = await router.query('{ libraries { featured { title(tongue: "fr") } } }');
    expect(errors?.[0]?.message).toContain('Unknown argument "tongue"');
  });

  it('cost one request however many values there are, and one representation for each of them', async () => {
    await router.query('{ libraries { rooms { books { price } } } }');
    const [, second, ...more] = asked('shelves');
    expect(more).toEqual([]);
    const lists = Object.entries(second?.variables ?? {}).filter(([name]) => name.startsWith('representations'));
    expect(lists.map(([, list]) => list)).toEqual([
      [
        { __typename: 'Book', id: 'b1' },
        { __typename: 'Book', id: 'b2' },
      ],
      [
        { __typename: 'Book', id: 'b1' },
        { __typename: 'Book', id: 'b2' },
      ],
    ]);
  });

  it('are not filled when the value cannot be had: the field is null, and its neighbours are there', async () => {
    graph.subgraph('stock').behaviour = 500;
    const { data, errors } = await router.query('{ libraries { featured { shelf } other: featured { title } } }');
    graph.subgraph('stock').behaviour = 'answer';
    expect(data).toEqual({
      libraries: [
        { featured: null, other: { title: 'b1 in en' } },
        { featured: null, other: null },
      ],
    });
    expect(errors).toMatchObject([
      { path: ['libraries', 0, 'featured', 'shelf'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'stock' } },
    ]);
    expect(asked('shelves').some(({ query }) => query.includes('shelf'))).toBe(false);
  });

  it('belong to what the cache remembers of an entity', async () => {
    const cache = {
      enabled: true,
      headers: 'ignore' as const,
      rules: { Book: { maxAge: 60 }, 'Query.libraries': { maxAge: 60 } },
    };
    const cached = await startTestRouter({ supergraph: graph.supergraph, cache });
    const query = '{ libraries { rooms { books { title price } } } }';
    const expected = await answerContexts(schema, query, {});
    for (let turn = 0; turn < 3; turn++) expect(await cached.query(query)).toEqual(expected);
    await cached.stop();
  });
});

const BOXES = 60;
const TRAYS = 2;

/** The same item in very many trays, each with a tone, in boxes, each with a colour: long answers that repeat much. */
const MANY: readonly TestSubgraphDefinition[] = [
  {
    name: 'boxes',
    typeDefs: typeDefs(`
      type Query { boxes: [Box!]! }
      type Box @key(fields: "id") @context(name: "box") { id: ID! colour: String trays: [Tray!]! }
      type Tray @key(fields: "id") @context(name: "tray") { id: ID! tone: Int item: Item }
      type Item @key(fields: "id") { id: ID!
        paint(colour: String @fromContext(field: "$box { colour }"), tone: Int @fromContext(field: "$tray { tone }")): String }
    `),
    resolvers: {
      Query: { boxes: () => upTo(BOXES).map((id) => ({ id, colour: `colour ${id}`, trays: trays() })) },
      Item: {
        paint: ({ id }: { id: string }, { colour, tone }: { colour: string; tone: number }) =>
          `${id} in ${colour}, ${tone}`,
      },
    },
  },
];

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);
const trays = () => upTo(TRAYS).map((id) => ({ id, tone: id, item: { id: 'i' } }));

describe('arguments with @fromContext below very many values', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(MANY);
    router = await startTestRouter({ supergraph: graph.supergraph });
  });
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  it('tell apart what is the same text, and go in several documents', async () => {
    const { data } = await router.query('{ boxes { trays { item { paint } } } }');
    const boxes = upTo(BOXES).map((id) => ({
      trays: upTo(TRAYS).map((tone) => ({ item: { paint: `i in colour ${id}, ${tone}` } })),
    }));
    expect(data).toEqual({ boxes });
    const [, ...documents] = graph.subgraph('boxes').requests.map(({ query }) => query.split('_entities(').length - 1);
    expect(documents.sort()).toEqual([20, 50, 50]);
  });
});
