import { GraphQLError } from 'graphql';
import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

const things: TestSubgraphDefinition = {
  name: 'things',
  typeDefs: typeDefs(`
    scalar Json
    type Query { things: [Thing] strict: [Thing!] strictest: [Thing!]! constructor: constructor matrix: [[Thing]!] toString(valueOf: String): String }
    type Thing @key(fields: "id") { id: ID! hasOwnProperty: String fragile: String broken: String! length: Int json: Json list: [Fragile] strictList: [Fragile!] }
    type Fragile { number: Int fails: Int bubbles: Int! }
    type constructor @key(fields: "toString") { toString: ID! prototype: prototype }
    type prototype { valueOf: Int then: String }
  `),
  resolvers: {
    Query: {
      things: () => ['1', '2', null, '3'].map((id) => id && { id }),
      strict: () => [{ id: '1' }, { id: '3' }],
      strictest: () => [{ id: '2' }],
      // biome-ignore lint/suspicious/noThenProperty: a legal name of a field, and its value is no function
      constructor: () => ({ toString: 'c', prototype: { valueOf: 1, then: 'later' } }),
      matrix: () => [[{ id: '2' }, null], [], [{ id: '3' }]],
      toString: (_: unknown, given: { valueOf: string }) => given.valueOf,
    },
    Thing: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      hasOwnProperty: () => 'own',
      fragile: failing('2', 'FRAGILE'),
      broken: failing('3', 'BROKEN'),
      length: ({ id }: { id: string }) => id.length,
      json: ({ id }: { id: string }) => ({ id, length: 3, list: [{ constructor: null }] }),
      list: () => [1, 2, null, 3].map((number) => number && { number }),
      strictList: () => [1, 2].map((number) => ({ number })),
    },
    Fragile: { fails: failingNumber(2), bubbles: failingNumber(3) },
    constructor: { __resolveReference: (reference: object) => ({ ...reference, prototype: null }) },
  },
};

const others: TestSubgraphDefinition = {
  name: 'others',
  typeDefs: typeDefs(`
    type Query { other: Thing }
    type Thing @key(fields: "id") { id: ID! valueOf: String distant: String! wild: Wild names(first: Int!): [String!] }
    type constructor @key(fields: "toString") { toString: ID! constructor: String }
    enum Wild { toString constructor }
  `),
  resolvers: {
    Query: { other: () => ({ id: '2' }) },
    Thing: {
      // A promise: what is thrown at once would cost all entities of the request, not only this one.
      __resolveReference: async ({ id }: { id: string }) => {
        if (id === '3') throw new GraphQLError('nobody knows 3', { extensions: { code: 'NOT_FOUND' } });
        return { id };
      },
      valueOf: ({ id }: { id: string }) => `value ${id}`,
      distant: failing('2', 'DISTANT'),
      wild: ({ id }: { id: string }) => (id === '1' ? 'constructor' : 'toString'),
      names: (_: unknown, { first }: { first: number }) => ['a', 'b'].slice(0, Math.max(0, first)),
    },
    constructor: { __resolveReference: (reference: object) => reference, constructor: () => 'built' },
  },
};

function failing(forId: string, code: string) {
  return ({ id }: { id: string }) => {
    if (id === forId) throw new GraphQLError(`${code} ${id}`, { extensions: { code } });
    return `whole ${id}`;
  };
}

function failingNumber(forNumber: number) {
  return ({ number }: { number: number }) => {
    if (number === forNumber) throw new Error(`number ${number}`);
    return number;
  };
}

/** Names that every object of JavaScript has, errors inside lists, nulls that bubble. */
export const ODDITIES: readonly TestSubgraphDefinition[] = [things, others];
