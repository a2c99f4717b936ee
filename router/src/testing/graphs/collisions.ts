import { GraphQLError, parse } from 'graphql';
import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

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

const forecasts: TestSubgraphDefinition = {
  name: 'forecasts',
  typeDefs: parse(`${LINK}
    type Query { places: [Place!]! }
    type Place @key(fields: "id") { id: ID! name: String! rain(days: Int! = 1, unit: Unit = MM): Int! stations(first: Int!): [Station!]! }
    type Station @key(fields: "id") { id: ID! height(unit: Unit = MM): Int! }
    enum Unit { MM CM }
  `),
  resolvers: {
    Query: { places: () => [{ id: 'p1' }, { id: 'p2' }] },
    Place: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      name: ({ id }: { id: string }) => `Place ${id}`,
      rain: ({ id }: { id: string }, { days, unit }: { days: number; unit: string }) =>
        Number(id.slice(1)) * rainyDays(days) * (unit === 'CM' ? 1 : 10),
      stations: ({ id }: { id: string }, { first }: { first: number }) =>
        [1, 2, 3].slice(0, first).map((number) => ({ id: `${id}s${number}` })),
    },
    Station: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      height: (_: unknown, { unit }: { unit: string }) => (unit === 'CM' ? 2 : 20),
    },
  },
};

const advice: TestSubgraphDefinition = {
  name: 'advice',
  typeDefs: parse(`${LINK}
    type Query { advice: Int }
    type Place @key(fields: "id") { id: ID! rain(days: Int! = 1, unit: Unit = MM): Int! @external stations(first: Int!): [Station!]! @external
      today: String @requires(fields: "rain") week: String @requires(fields: "rain(unit: CM, days: 7)")
      weekFor(whom: String!): String @requires(fields: "rain(days: 7, unit: CM)")
      month: String @requires(fields: "rain(days: 30)") closest: String @requires(fields: "stations(first: 1) { id height }")
      close: String @requires(fields: "stations(first: 2) { id height(unit: CM) }") plain: String }
    type Station @key(fields: "id") { id: ID! height(unit: Unit = MM): Int! @external }
    enum Unit { MM CM }
  `),
  resolvers: {
    Place: {
      __resolveReference: (reference: object) => reference,
      today: ({ rain }: { rain: number }) => `${rain} mm`,
      week: ({ rain }: { rain: number }) => `${rain} cm`,
      month: ({ rain }: { rain: number }) => String(rain),
      weekFor: ({ rain }: { rain: number }, { whom }: { whom: string }) => `${whom}: ${rain} cm`,
      closest: ({ stations }: { stations: object[] }) => JSON.stringify(stations),
      close: ({ stations }: { stations: object[] }) => JSON.stringify(stations),
      plain: ({ id }: { id: string }) => `plain ${id}`,
    },
  },
};

function rainyDays(days: number): number {
  if (days === 30) throw new Error('nobody knows');
  return days;
}

/** Fields of one subgraph read the same field of another with different arguments. */
export const VARIANTS: readonly TestSubgraphDefinition[] = [forecasts, advice];

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

const EMPTY_VALUES = [0, 1, null];

const gauges: TestSubgraphDefinition = {
  name: 'gauges',
  typeDefs: parse(`${LINK}
    type Query { gauge: Gauge }
    type Gauge @key(fields: "id") { id: ID! level(n: Int!): Int }
  `),
  resolvers: {
    Query: { gauge: () => ({ id: '1' }) },
    Gauge: { level: (_: unknown, { n }: { n: number }) => EMPTY_VALUES[n] },
  },
};

const alarms: TestSubgraphDefinition = {
  name: 'alarms',
  typeDefs: parse(`${LINK}
    type Query { alarms: Int }
    type Gauge @key(fields: "id") { id: ID! level(n: Int!): Int @external
      zero: String @requires(fields: "level(n: 0)") one: String @requires(fields: "level(n: 1)")
      none: String @requires(fields: "level(n: 2)") }
  `),
  resolvers: {
    Gauge: {
      __resolveReference: (reference: object) => reference,
      ...Object.fromEntries(
        ['zero', 'one', 'none'].map((name) => [name, ({ level }: { level: unknown }) => `${level}`]),
      ),
    },
  },
};

/** As VARIANTS, with values that are nothing. */
export const EMPTY_VARIANTS: readonly TestSubgraphDefinition[] = [gauges, alarms];

function large(number: number): number {
  if (number < 0) throw new GraphQLError('too small');
  return number;
}

/** Users under objects of two types, and what another subgraph knows of them. */
export const MEDIA: readonly TestSubgraphDefinition[] = [
  {
    name: 'media',
    typeDefs: typeDefs(`
      type Query { media: [Media!]! }
      union Media = Film | Song
      type Film { owner: User rating(scale: Int!): String }
      type Song { owner: User title: String }
      type User @key(fields: "id", resolvable: false) { id: ID! }
    `),
    resolvers: {
      Query: {
        media: () => [
          { __typename: 'Film', owner: { id: 'u1' } },
          { __typename: 'Song', owner: { id: 'u2' } },
          { __typename: 'Song', owner: { id: 'u1' } },
        ],
      },
      Film: { rating: (_: unknown, { scale }: { scale: number }) => `4 of ${large(scale)}` },
    },
  },
  {
    name: 'users',
    typeDefs: typeDefs(`
      type User @key(fields: "id") { id: ID! name: String email: String friend: User avatar(size: Int!): String }
    `),
    resolvers: {
      User: {
        name: ({ id }: { id: string }) => `name ${id}`,
        email: ({ id }: { id: string }) => `email ${id}`,
        friend: ({ id }: { id: string }) => ({ id: `f${id}` }),
        avatar: ({ id }: { id: string }, { size }: { size: number }) => `${id} at ${large(size)}`,
      },
    },
  },
];
