import { startTestGraph, type TestGraph } from '@fleetgraph/router/testing/test-graph';
import { startTestRouter } from '@fleetgraph/router/testing/test-router';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { BENCHMARK_SUBGRAPHS, DEEP_QUERY } from './benchmark-graph.js';

describe('the query of the standard benchmark, for which plain Apollo sends 16 requests', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph(
      BENCHMARK_SUBGRAPHS.map(({ name, typeDefs, resolvers }) => ({ name, typeDefs: parse(typeDefs), resolvers })),
    );
  });
  beforeEach(() => graph.reset());
  afterAll(() => graph?.stop());

  const requestsWith = async (execution: { reuseEntities: boolean }) => {
    const router = await startTestRouter({ supergraph: graph.supergraph, execution });
    const { errors } = await router.query(DEEP_QUERY);
    await router.stop();
    expect(errors).toBeUndefined();
    const names = Object.values(graph.subgraphs).flatMap(({ name, requests }) => requests.map(() => name));
    return names.sort();
  };

  it('takes one request to each subgraph, when what they said is taken at its word', async () => {
    expect(await requestsWith({ reuseEntities: true })).toEqual(['accounts', 'inventory', 'products', 'reviews']);
  });

  it('takes six otherwise', async () => {
    const six = ['accounts', 'accounts', 'inventory', 'products', 'products', 'reviews'];
    expect(await requestsWith({ reuseEntities: false })).toEqual(six);
  });
});
