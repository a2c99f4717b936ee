import { parse } from 'graphql';
import type { TestSubgraphDefinition } from '../test-subgraph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@external", "@requires", "@shareable"])`;

const posts: TestSubgraphDefinition = {
  name: 'posts',
  typeDefs: parse(`${LINK}
    type Query { post: Post feed: [Post!]! }
    type Post @key(fields: "id") { id: ID! comments(limit: Int!): [String!]! title: String! fragile: Int }
  `),
  resolvers: {
    Query: { post: () => ({ id: '1', title: 'Hello' }), feed: () => [{ id: '1', title: 'Hello' }] },
    Post: {
      __resolveReference: ({ id }: { id: string }) => ({ id, title: 'Hello' }),
      comments: (_: unknown, { limit }: { limit: number }) => {
        if (limit > 5) throw new Error('too many');
        return ['a', 'b', 'c', 'd'].slice(0, limit);
      },
    },
  },
};

const authors: TestSubgraphDefinition = {
  name: 'authors',
  typeDefs: parse(`${LINK}
    type Query { authors: Int }
    type Post @key(fields: "id") { id: ID! comments(limit: Int!): [String!]! @external title: String! @external
      commenters: [String!] @requires(fields: "comments(limit: 3)") shout: String @requires(fields: "title") }
  `),
  resolvers: {
    Post: {
      __resolveReference: (reference: object) => reference,
      commenters: ({ comments }: { comments: string[] }) => comments.map((comment) => comment.toUpperCase()),
      shout: ({ title }: { title: string }) => `${title.toUpperCase()}!`,
    },
  },
};

/** What a client selects has the name of what a plan needs for itself. */
export const COLLISIONS: readonly TestSubgraphDefinition[] = [posts, authors];

const weights: TestSubgraphDefinition = {
  name: 'weights',
  typeDefs: parse(`${LINK}
    type Query { weights: Int }
    type Ware @key(fields: "id") { id: ID! grams: Int! }
  `),
  resolvers: { Ware: { __resolveReference: ({ id }: { id: string }) => ({ id, grams: 3 }) } },
};

const prices: TestSubgraphDefinition = {
  name: 'prices',
  typeDefs: parse(`${LINK}
    type Query { ware: Ware }
    type Ware @key(fields: "id", resolvable: false) @key(fields: "sku") { id: ID! sku: ID! grams: Int! @external
      postage: Int @requires(fields: "grams") }
  `),
  resolvers: {
    Query: { ware: () => ({ id: '1', sku: 's1' }) },
    Ware: {
      __resolveReference: (reference: { sku?: string }) => {
        if (reference.sku === undefined) throw new Error('prices are known by sku only');
        return reference;
      },
      postage: ({ grams }: { grams: number }) => grams * 2,
    },
  },
};

/** One subgraph has a key that it cannot be entered by, besides one that it can. */
export const TWO_KEYS: readonly TestSubgraphDefinition[] = [weights, prices];
