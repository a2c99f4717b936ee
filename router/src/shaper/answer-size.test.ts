import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import type { TestSubgraphDefinition } from '../testing/test-subgraph.js';

const COUNT = 40;
/** Comes once of each from a subgraph, and so often may not stand in an answer. */
const LONG = 'x'.repeat(2_000);
const everybody = () => Array.from({ length: COUNT }, (_, id) => ({ id }));

/** Everybody knows everybody: each subgraph says so once, and an answer says it again at each of its places. */
const PEOPLE: readonly TestSubgraphDefinition[] = [
  {
    name: 'friends',
    typeDefs: typeDefs(
      'type Query { users: [User!]! } type User @key(fields: "id") { id: ID! friends: [User!]! fault: Int longFault: Int bio: String! }',
    ),
    resolvers: {
      Query: { users: everybody },
      User: {
        friends: everybody,
        bio: () => LONG,
        fault() {
          throw new GraphQLError('a fault');
        },
        longFault() {
          throw new GraphQLError('too', { extensions: { why: LONG } });
        },
      },
    },
  },
  {
    name: 'rivals',
    typeDefs: typeDefs('type User @key(fields: "id") { id: ID! rivals: [User!]! }'),
    resolvers: { User: { rivals: everybody } },
  },
];

describe('an answer in which much stands at many places', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(PEOPLE);
    router = await startTestRouter({ supergraph: graph.supergraph, limits: { maxAnswerBytes: 1_000_000 } });
  });
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  it.each(['', 'fault'])('is written while it is not too long: { %s … }', async (below) => {
    const { data } = await router.query(`{ users { ${below} rivals { id } } }`);
    expect(data.users[0].rivals).toHaveLength(COUNT);
  });

  it.each([
    'rivals { friends { rivals { id } } }',
    'fault rivals { friends { rivals { id } } }',
    'fault rivals { bio }',
    'rivals { longFault }',
  ])('is refused when it is too long: { %s }', async (below) => {
    const { data, errors } = await router.query(`{ users { ${below} } }`);
    expect(data).toBeNull();
    const extensions = { code: 'LIMIT_EXCEEDED', limit: 'answerBytes', max: 1_000_000 };
    expect(errors).toMatchObject([{ extensions }]);
  });
});
