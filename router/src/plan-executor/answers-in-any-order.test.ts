import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import type { TestSubgraphDefinition } from '../testing/test-subgraph.js';

let areScalesBroken = false;

/** Two subgraphs know a part of `Owner.box`: `shelves` by its owner, `weights` by its key. Both are asked at once. */
const BOXES: readonly TestSubgraphDefinition[] = [
  {
    name: 'owners',
    typeDefs: typeDefs(`
      type Query { owners: [Owner!]! }
      type Owner @key(fields: "id") { id: ID! box: Box @shareable }
      type Box @key(fields: "code") { code: ID! }
    `),
    resolvers: {
      // Both have the same box: one object in what is read of this answer.
      Query: { owners: () => ['1', '2'].map((id) => ({ id, box: { code: 'A' } })) },
    },
  },
  {
    name: 'shelves',
    typeDefs: typeDefs(`
      type Owner @key(fields: "id") { id: ID! box: Box @shareable }
      type Box @key(fields: "code", resolvable: false) { code: ID! shelf: String }
    `),
    resolvers: { Owner: { box: ({ id }: { id: string }) => ({ code: 'A', shelf: `shelf of ${id}` }) } },
  },
  {
    name: 'weights',
    typeDefs: typeDefs('type Box @key(fields: "code") { code: ID! grams: Int }'),
    resolvers: {
      Box: {
        grams() {
          if (areScalesBroken) throw new GraphQLError('the scales are broken');
          return 700;
        },
      },
    },
  },
];

const QUERY = '{ owners { box { code shelf grams } } }';

describe('two calls under way that answer into one another', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(BOXES);
    router = await startTestRouter({ supergraph: graph.supergraph, traffic: { retries: { max: 0 } } });
  });

  beforeEach(() => graph.reset());

  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  /** Asks; the answer of one subgraph is let go when that of another has been merged. */
  async function askWithLast(last: string, first: string) {
    const letGo = graph.subgraph(last).hold();
    const answer = router.query(QUERY);
    await until('both were asked', () => [last, first].every((name) => graph.subgraph(name).requests.length === 1));
    // When another question to it has been answered, what was on its way before has come, too.
    await router.query(`{ owners { box { ${first === 'shelves' ? 'shelf' : 'grams'} } } }`);
    letGo();
    return answer;
  }

  const owners = ['1', '2'].map((id) => ({ box: { code: 'A', shelf: `shelf of ${id}`, grams: 700 } }));

  it('lose nothing when the one below comes last', async () => {
    expect(await askWithLast('weights', 'shelves')).toEqual({ data: { owners } });
  });

  it('lose nothing when the one around comes last', async () => {
    expect(await askWithLast('shelves', 'weights')).toEqual({ data: { owners } });
  });

  it('tell what the last one lacks at each place that lacks it', async () => {
    areScalesBroken = true;
    const { data, errors } = await askWithLast('weights', 'shelves');
    areScalesBroken = false;
    expect(data.owners[1].box).toEqual({ code: 'A', shelf: 'shelf of 2', grams: null });
    expect(errors?.map(({ path }) => path)).toEqual([0, 1].map((index) => ['owners', index, 'box', 'grams']));
  });
});
