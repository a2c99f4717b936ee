import { GraphQLError, parse } from 'graphql';
import type { TestSubgraphDefinition } from '../test-subgraph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@listSize", "@cost"])`;

const accounts: TestSubgraphDefinition = {
  name: 'accounts',
  typeDefs: parse(`${LINK}
    type Query { me: User user(id: ID!): User users: [User] broken: User! hidden: String @inaccessible node(id: ID!): Node }
    type Mutation { rename(id: ID!, name: String!): User! failing: User! }
    interface Node { id: ID! }
    type User implements Node @key(fields: "id") @key(fields: "email") {
      id: ID! email: String! name: String! @shareable nickname: String tags: [String!] role: Role! secret: String @inaccessible
      address: Address friends: [User!]! fragile: String!
    }
    type Address { street: String city: String! @shareable }
    enum Role { ADMIN MEMBER GHOST @inaccessible }
  `),
  resolvers: {
    Query: {
      me: () => user('1'),
      user: (_: unknown, { id }: { id: string }) => user(id),
      users: () => [user('1'), null, user('2'), user('3')],
      broken: () => {
        throw new GraphQLError('accounts are broken', {
          extensions: { code: 'NOT_FOUND', stacktrace: ['at secret.js'] },
        });
      },
      node: (_: unknown, { id }: { id: string }) => user(id),
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ ...user(id), name }),
      failing: () => {
        throw new Error('no');
      },
    },
    Node: { __resolveType: () => 'User' },
    User: {
      __resolveReference: ({ id, email }: { id?: string; email?: string }) => user(id ?? email?.split('@')[0] ?? ''),
      friends: ({ id }: { id: string }) => (id === '1' ? [user('2'), user('3')] : []),
      fragile: ({ id }: { id: string }) => {
        if (id === '2') throw new GraphQLError('fragile', { extensions: { code: 'FRAGILE' } });
        return 'whole';
      },
    },
  },
};

const products: TestSubgraphDefinition = {
  name: 'products',
  typeDefs: parse(`${LINK}
    type Query { products(first: Int = 3): [Product!]! @listSize(slicingArguments: ["first"], assumedSize: 3, requireOneSlicingArgument: false) product(upc: ID!): Product media: [Medium!]! things: [Thing] matrix: [[Product!]!]! expensive: Int @cost(weight: 500) }
    interface Product { upc: ID! name: String! price: Int }
    type Book implements Product @key(fields: "upc") { upc: ID! name: String! price: Int weight: Int isbn: String maker: User @provides(fields: "name") }
    type Toy implements Product @key(fields: "upc") { upc: ID! name: String! price: Int weight: Int age: Int maker: User }
    union Medium = Book | Film
    type Film { title: String! seconds: Int }
    type Thing @key(fields: "id part { serial }") { id: ID! part: Part! label: String! }
    type Part { serial: Int! @shareable }
    type User @key(fields: "id") { id: ID! name: String! @external made: [Product!]! }
  `),
  resolvers: {
    Query: {
      products: (_: unknown, { first }: { first: number }) => PRODUCTS.slice(0, first),
      product: (_: unknown, { upc }: { upc: string }) => PRODUCTS.find((product) => product.upc === upc),
      media: () => [PRODUCTS[0], { __typename: 'Film', title: 'Reel', seconds: 90 }, PRODUCTS[2]],
      things: () => [thing('a', 1), null, thing('b', 2), thing('a', 1)],
      matrix: () => [[PRODUCTS[0], PRODUCTS[1]], [], [PRODUCTS[2]]],
      expensive: () => 1,
    },
    Book: { __resolveReference: byUpc, maker: () => ({ __typename: 'User', id: '1', name: 'provided' }) },
    Toy: { __resolveReference: byUpc, maker: () => ({ __typename: 'User', id: '2' }) },
    Thing: { __resolveReference: ({ id, part }: { id: string; part: { serial: number } }) => thing(id, part.serial) },
    User: { made: ({ id }: { id: string }) => (id === '1' ? [PRODUCTS[0], PRODUCTS[2]] : [PRODUCTS[1]]) },
  },
};

const stock: TestSubgraphDefinition = {
  name: 'stock',
  typeDefs: parse(`${LINK}
    type Query { outage: Int }
    type Book @key(fields: "upc") { upc: ID! inStock: Boolean! price: Int @external weight: Int @external shipping(unit: String = "g"): String @requires(fields: "price weight") }
    type Toy @key(fields: "upc") { upc: ID! inStock: Boolean! shelf: String! }
    type Thing @key(fields: "id part { serial }") { id: ID! part: Part! place: String }
    type Part { serial: Int! @shareable }
  `),
  resolvers: {
    Query: { outage: () => 0 },
    Book: {
      __resolveReference: (reference: object) => reference,
      inStock: () => true,
      shipping: ({ price, weight }: { price: number; weight: number }, { unit }: { unit: string }) =>
        `${price * weight}${unit}`,
    },
    Toy: {
      __resolveReference: (reference: { upc: string }) => reference,
      inStock: ({ upc }: { upc: string }) => upc !== 't1',
      shelf: ({ upc }: { upc: string }) => {
        throw new GraphQLError(`no shelf for ${upc}`, { extensions: { code: 'NOT_FOUND' } });
      },
    },
    Thing: {
      __resolveReference: ({ id, part }: { id: string; part: { serial: number } }) => {
        if (id === 'b') throw new GraphQLError('thing b is lost', { extensions: { code: 'NOT_FOUND' } });
        return { id, part };
      },
      place: ({ id, part }: { id: string; part: { serial: number } }) => `${id}${part.serial}`,
    },
  },
};

/** Whom the reviews have never heard of. */
const UNKNOWN_USER = '3';

const reviews: TestSubgraphDefinition = {
  name: 'reviews',
  typeDefs: parse(`${LINK}
    type Query { latest: [Review]! review(id: ID!): Review }
    type Mutation { addReview(upc: ID!, text: String!): Review! }
    type Review @key(fields: "id") { id: ID! text: String! author: User about: About rating: Int! }
    union About = Book | Toy
    type User @key(fields: "id") { id: ID! reviews(first: Int): [Review!] dangling: Boolean! }
    type Book @key(fields: "upc") { upc: ID! reviews: [Review] }
    type Toy @key(fields: "upc") { upc: ID! reviews: [Review] }
  `),
  resolvers: {
    Query: {
      latest: () => [review('1'), null, review('2'), review('3')],
      review: (_: unknown, { id }: { id: string }) => review(id),
    },
    Mutation: {
      addReview: (_: unknown, { upc, text }: { upc: string; text: string }) => ({
        ...review('9'),
        text,
        about: { __typename: 'Toy', upc },
      }),
    },
    Review: {
      __resolveReference: ({ id }: { id: string }) => review(id),
      rating: ({ id }: { id: string }) => {
        if (id === '2') throw new GraphQLError('no rating', { extensions: { code: 'NOT_FOUND' } });
        return 5;
      },
    },
    User: {
      __resolveReference: ({ id }: { id: string }) => (id === UNKNOWN_USER ? null : { id }),
      reviews: (_: unknown, { first }: { first?: number }) => [review('1'), review('3')].slice(0, first),
      dangling: () => true,
    },
    Book: { reviews: ({ upc }: { upc: string }) => (upc === 'b1' ? [review('1'), null] : null) },
    Toy: { reviews: () => [review('2')] },
  },
};

/** Four subgraphs with keys of all kinds, abstract types, and errors at every place. */
export const SHOP: readonly TestSubgraphDefinition[] = [accounts, products, stock, reviews];

const PRODUCTS = [
  { __typename: 'Book', upc: 'b1', name: 'Atlas', price: 20, weight: 3, isbn: '978' },
  { __typename: 'Toy', upc: 't1', name: 'Ball', price: 5, weight: 1, age: 3 },
  { __typename: 'Book', upc: 'b2', name: 'Novel', price: null, weight: 2, isbn: null },
];

function byUpc({ upc }: { upc: string }) {
  return PRODUCTS.find((product) => product.upc === upc);
}

function thing(id: string, serial: number) {
  return { id, part: { serial }, label: `thing ${id}` };
}

function user(id: string) {
  if (!['1', '2', '3'].includes(id)) return null;
  return {
    __typename: 'User',
    id,
    email: `${id}@example.org`,
    name: `User ${id}`,
    nickname: id === '2' ? null : `u${id}`,
    tags: id === '1' ? ['a', 'b'] : null,
    role: id === '3' ? 'GHOST' : 'ADMIN',
    address: { street: null, city: 'Lund' },
  };
}

function review(id: string) {
  const about = id === '2' ? { __typename: 'Toy', upc: 't1' } : { __typename: 'Book', upc: id === '1' ? 'b1' : 'b2' };
  // Nobody who is not there when asked for: a subgraph does not contradict itself within one operation.
  const author = { __typename: 'User', id: id === UNKNOWN_USER ? '1' : id };
  return { id, text: `Review ${id}`, author, about };
}
