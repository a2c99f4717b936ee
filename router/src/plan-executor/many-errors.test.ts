import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const FEW = 400;
const MANY = 8 * FEW;

let graph: TestGraph;
let router: TestRouter;

beforeAll(async () => {
  graph = await startTestGraph([
    {
      name: 'names',
      typeDefs: typeDefs('type Query { things(count: Int!): [Thing!]! } type Thing @key(fields: "id") { id: ID! }'),
      resolvers: {
        Query: {
          things: (_: unknown, { count }: { count: number }) =>
            Array.from({ length: count }, (_, index) => ({ id: `${index}` })),
        },
      },
    },
    {
      name: 'prices',
      typeDefs: typeDefs('type Thing @key(fields: "id") { id: ID! price: Int }'),
      resolvers: {
        Thing: {
          price: ({ id }: { id: string }) => {
            throw new GraphQLError(`no price of ${id}`);
          },
        },
      },
    },
  ]);
  router = await startTestRouter({ supergraph: graph.supergraph });
});

afterAll(async () => {
  await router?.stop();
  await graph?.stop();
});

const QUERY = 'query ($count: Int!) { things(count: $count) { price } }';

/** CPU time of answering so many errors, in ms. */
async function costOf(count: number): Promise<number> {
  const before = process.threadCpuUsage();
  const { errors = [] } = await router.query(QUERY, { variables: { count } });
  const { user } = process.threadCpuUsage(before);
  expect(errors).toHaveLength(count);
  expect(errors.at(-1)).toMatchObject({ message: `no price of ${count - 1}`, path: ['things', count - 1, 'price'] });
  return user / 1_000;
}

it('tells an error of each of many entities at its place, in time that grows with their number only', async () => {
  await costOf(FEW); // planned and compiled
  const [few, many] = [await costOf(FEW), await costOf(MANY)];
  expect(many / few).toBeLessThan(24); // 8 times as many; when each is sought among all, it is 64
});
