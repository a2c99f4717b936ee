import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import type { TestSubgraphDefinition } from '../testing/test-subgraph.js';

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@composeDirective"])
  @link(url: "https://example.test/audience/v1.0", import: ["@audience", "@owner"])
  @composeDirective(name: "@audience")
  @composeDirective(name: "@owner")
directive @owner(team: String!) on FIELD_DEFINITION
enum Audience { STAFF GUESTS }`;

const museum: TestSubgraphDefinition = {
  name: 'museum',
  typeDefs: parse(`${LINK}
    directive @audience(of: Audience!) on FIELD | QUERY | FIELD_DEFINITION
    type Query { rooms: Int @owner(team: "house") }
  `),
  resolvers: { Query: { rooms: () => 12 } },
};

// The same directive with a default: what this subgraph lets out, the other would refuse.
const tours: TestSubgraphDefinition = {
  name: 'tours',
  typeDefs: parse(`${LINK}
    directive @audience(of: Audience! = GUESTS) on FIELD | QUERY | FIELD_DEFINITION
    type Query { guides: Int }
  `),
  resolvers: { Query: { guides: () => 3 } },
};

describe('a directive of clients that @composeDirective brings into the supergraph', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph([museum, tours]);
    router = await startTestRouter({ supergraph: graph.supergraph });
  });

  afterAll(async () => {
    await router.stop();
    await graph.stop();
  });

  it.each([
    '{ rooms @audience guides @audience }',
    '{ rooms @audience(of: STAFF) guides @audience(of: GUESTS) }',
    'query ($who: Audience = STAFF) @audience { rooms guides @audience(of: $who) }',
  ])('may be written, and reaches no subgraph: %s', async (query) => {
    graph.reset();
    expect(await router.query(query)).toEqual({ data: { rooms: 12, guides: 3 } });
    for (const name of ['museum', 'tours'])
      expect(graph.subgraph(name).requests).toMatchObject([{ query: expect.not.stringContaining('@') }]);
  });

  it.each([
    ['{ rooms @audience(of: NOBODY) }', 'Value "NOBODY" does not exist in "Audience" enum.'],
    ['{ ... @audience { rooms } }', 'Directive "@audience" may not be used on INLINE_FRAGMENT.'],
    ['{ rooms @owner(team: "x") }', 'Unknown directive "@owner".'],
  ])('is checked like any other: %s', async (query, message) => {
    const { data, errors } = await router.query(query);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message }]);
  });

  it('is told by introspection, without its places in a schema', async () => {
    const { data } = await router.query('{ __schema { directives { name locations } } }');
    const audience = { name: 'audience', locations: ['FIELD', 'QUERY'] };
    expect(data).toEqual({ __schema: { directives: expect.arrayContaining([audience]) } });
    expect(JSON.stringify(data)).not.toContain('owner');
  });
});
