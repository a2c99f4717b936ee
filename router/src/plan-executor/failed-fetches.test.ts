import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import type { TestSubgraphDefinition } from '../testing/test-subgraph.js';

/** A label needs the zone, which needs the country of origin: each is known to another subgraph. */
const PARCELS: readonly TestSubgraphDefinition[] = [
  {
    name: 'parcels',
    typeDefs: typeDefs(`
      type Query { parcels: [Item!]! }
      union Item = Parcel | Letter
      type Parcel @key(fields: "id") { id: ID! }
      type Letter @key(fields: "id") { id: ID! }
    `),
    resolvers: {
      Query: {
        parcels: () => ['Parcel', 'Letter', 'Parcel'].map((__typename, at) => ({ __typename, id: `${at}` })),
      },
    },
  },
  {
    name: 'geo',
    typeDefs: typeDefs(`
      type Parcel @key(fields: "id") { id: ID! country: String grams: Int }
      type Letter @key(fields: "id") { id: ID! country: String }
    `),
    resolvers: { Parcel: { country: () => 'DE', grams: () => 7 }, Letter: { country: () => 'FR' } },
  },
  {
    name: 'zones',
    typeDefs: typeDefs(`
      type Parcel @key(fields: "id") { id: ID! country: String @external zone: Int @requires(fields: "country") }
    `),
    resolvers: { Parcel: { zone: () => 1 } },
  },
  {
    name: 'labels',
    typeDefs: typeDefs(`
      type Parcel @key(fields: "id") { id: ID! zone: Int @external label: String @requires(fields: "zone") note: String }
    `),
    resolvers: { Parcel: { label: () => 'to zone 1', note: () => 'a note' } },
  },
];

describe('a fetch that fails', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(PARCELS);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      traffic: { retries: { max: 0 }, circuitBreaker: { minFailures: 1_000 } },
    });
  });
  beforeEach(() => {
    graph.subgraph('geo').behaviour = 500;
  });
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  const losses = async (query: string, variables = {}) => {
    const { data, errors = [] } = await router.query(query, { variables });
    for (const { extensions } of errors)
      expect(extensions).toMatchObject({ subgraph: 'geo', code: 'SUBGRAPH_UNAVAILABLE' });
    return { data, lost: errors.map(({ path }) => path?.join('.')).sort() };
  };

  it('is told at the fields that need what it should have brought', async () => {
    const { data, lost } = await losses('{ parcels { __typename ... on Parcel { zone } } }');
    expect(data.parcels).toEqual(
      ['Parcel', 'Letter', 'Parcel'].map((__typename, at) => (at === 1 ? { __typename } : { __typename, zone: null })),
    );
    expect(lost).toEqual(['parcels.0.zone', 'parcels.2.zone']);
  });

  it('is told at all that depends on it, however far away', async () => {
    const { lost } = await losses('{ parcels { ... on Parcel { label grams } ... on Letter { country } } }');
    expect(lost).toEqual(
      [0, 2].flatMap((at) => [`parcels.${at}.grams`, `parcels.${at}.label`]).toSpliced(2, 0, 'parcels.1.country'),
    );
  });

  it('costs nothing that does without', async () => {
    const { data, lost } = await losses('{ parcels { ... on Parcel { note grams } } }');
    expect(data.parcels[0]).toEqual({ note: 'a note', grams: null });
    expect(lost).toEqual(['parcels.0.grams', 'parcels.2.grams']);
  });

  it('is not told at fields that were left out', async () => {
    const query = 'query ($hide: Boolean!) { parcels { ... on Parcel { country @skip(if: $hide) grams } } }';
    expect((await losses(query, { hide: true })).lost).toEqual(['parcels.0.grams', 'parcels.2.grams']);
  });
});
