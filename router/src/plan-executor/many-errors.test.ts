import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const COUNT = 1_500;

let graph: TestGraph;
let router: TestRouter;

beforeAll(async () => {
  graph = await startTestGraph([
    {
      name: 'names',
      typeDefs: typeDefs('type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! }'),
      resolvers: { Query: { things: () => Array.from({ length: COUNT }, (_, index) => ({ id: `${index}` })) } },
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

it('tells an error of each of many entities at its place, in time that grows with their number only', async () => {
  const before = process.cpuUsage();
  const { errors = [] } = await router.query('{ things { price } }');
  const { user } = process.cpuUsage(before);
  expect(errors).toHaveLength(COUNT);
  expect(errors.at(-1)).toMatchObject({ message: 'no price of 1499', path: ['things', 1499, 'price'] });
  expect(user / 1_000).toBeLessThan(4_000); // the square of their number took 10 s and more
});
