import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';
import type { TestSubgraphDefinition } from '../testing/test-subgraph.js';

/** `reviews` knows what users have written, wherever they are met; `me` comes from a subgraph of its own. */
const REVIEWS: readonly TestSubgraphDefinition[] = [
  {
    name: 'reviews',
    typeDefs: typeDefs(`
      type Query { products: [Product!]! latest: User }
      union Product = Book | Toy
      type Book { maker: User }
      type Toy { maker: User }
      type User @key(fields: "id") { id: ID! reviews: [Review!] }
      type Review { text: String mark: Int by: User }
    `),
    resolvers: {
      Query: {
        products: () => [
          { __typename: 'Book', maker: { id: '1' } },
          { __typename: 'Toy', maker: { id: '2' } },
        ],
        latest: () => ({ id: '1' }),
      },
      User: {
        reviews: ({ id }: { id: string }) => [{ text: `by ${id}`, by: { id: '7' } }],
      },
      Review: {
        mark() {
          throw new GraphQLError('no mark');
        },
      },
    },
  },
  {
    name: 'sessions',
    typeDefs: typeDefs('type Query { me: User } type User @key(fields: "id") { id: ID! }'),
    resolvers: { Query: { me: () => ({ id: '1' }) } },
  },
  {
    name: 'accounts',
    typeDefs: typeDefs('type User @key(fields: "id") @key(fields: "email") { id: ID! name: String email: String }'),
    resolvers: {
      User: {
        name: ({ id }: { id: string }) => `name ${id}`,
        email: ({ id }: { id: string }) => `email ${id}`,
      },
    },
  },
  {
    name: 'points',
    typeDefs: typeDefs('type User @key(fields: "email") { email: String points: Int }'),
    resolvers: { User: { points: () => 3 } },
  },
];

describe('what a subgraph has said of an entity', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeEach(async () => {
    graph = await startTestGraph(REVIEWS);
    router = await startTestRouter({ supergraph: graph.supergraph, traffic: { retries: { max: 0 } } });
  });

  afterEach(async () => {
    await router?.stop();
    await graph?.stop();
  });

  const asked = (name: string) => graph.subgraph(name).requests.length;

  it('is not asked again', async () => {
    const { data } = await router.query('{ latest { name reviews { text } } me { reviews { text } } }');
    const reviews = [{ text: 'by 1' }];
    expect(data).toEqual({ latest: { name: 'name 1', reviews }, me: { reviews } });
    expect(asked('reviews')).toBe(1);
  });

  it('is asked when it was another thing, by the type of what is above', async () => {
    const { data } = await router.query(`{ me { reviews { text } } products {
      ... on Book { maker { name reviews { by { id } } } } ... on Toy { maker { name reviews { text } } } } }`);
    expect(data.me).toEqual({ reviews: [{ text: 'by 1' }] });
  });

  it('is asked again when it was an error, which is then told at each place', async () => {
    const { errors = [] } = await router.query('{ latest { name reviews { mark } } me { reviews { mark } } }');
    expect(errors.map(({ path }) => path?.join('.')).sort()).toEqual(['latest.reviews.0.mark', 'me.reviews.0.mark']);
  });

  it('brings nothing with it that others have said', async () => {
    const letGo = graph.subgraph('sessions').hold();
    const answer = router.query(
      '{ latest { name reviews { by { x: name points } } } me { reviews { by { x: email } } } }',
    );
    await until('the name is there', () => asked('points') === 1);
    graph.subgraph('accounts').behaviour = 500;
    letGo();
    const { data } = await answer;
    expect(data).toEqual({
      latest: { name: 'name 1', reviews: [{ by: { x: 'name 7', points: 3 } }] },
      me: { reviews: [{ by: { x: null } }] },
    });
  });
});
