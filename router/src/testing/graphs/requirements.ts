import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

const parcels: TestSubgraphDefinition = {
  name: 'parcels',
  typeDefs: typeDefs(`
    scalar Json
    type Query { parcels: [Parcel!]! parcel(id: ID!): Parcel }
    type Parcel @key(fields: "id") { id: ID! weight(unit: Unit! = KG): Float size: Size lines(first: Int = 2): [Line!]! data: Json origin: Town }
    type Size { width: Int height: Int }
    type Line @key(fields: "sku") { sku: ID! amount: Int! }
    type Town @key(fields: "zip") { zip: String! name: String }
    enum Unit { KG LB }
  `),
  resolvers: {
    Query: {
      parcels: () => ['1', '2', '3'].map((id) => ({ id })),
      parcel: (_: unknown, { id }: { id: string }) => (['1', '2', '3'].includes(id) ? { id } : null),
    },
    Parcel: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      weight: ({ id }: { id: string }, { unit }: { unit: string }) =>
        id === '3' ? null : Number(id) * (unit === 'KG' ? 1 : 2),
      size: ({ id }: { id: string }) => (id === '2' ? null : { width: 10, height: null }),
      lines: ({ id }: { id: string }, { first }: { first: number | null }) =>
        ['a', 'b', 'c'].slice(0, Math.max(0, first ?? 3)).map((sku) => ({ sku: id + sku, amount: 1 })),
      data: ({ id }: { id: string }) => ({ id, constructor: [id], deep: { list: [1, null] } }),
      origin: ({ id }: { id: string }) => (id === '1' ? { zip: '10', name: 'Ten' } : null),
    },
    Line: { __resolveReference: ({ sku }: { sku: string }) => ({ sku, amount: 5 }) },
    Town: { __resolveReference: ({ zip }: { zip: string }) => ({ zip, name: `Town ${zip}` }) },
  },
};

const shipping: TestSubgraphDefinition = {
  name: 'shipping',
  typeDefs: typeDefs(`
    scalar Json
    type Query { shipped: [Parcel] }
    type Parcel @key(fields: "id") { id: ID! weight(unit: Unit! = KG): Float @external size: Size @external data: Json @external origin: Town @external
      lines(first: Int = 2): [Line!]! @external
      price(express: Boolean = false): Int @requires(fields: "weight(unit: LB) size { width }")
      digest: String @requires(fields: "data") skus: [String!] @requires(fields: "lines(first: 2) { sku amount }")
      zone: Int! @requires(fields: "origin { name }") }
    type Size @shareable { width: Int @external }
    type Line @key(fields: "sku") { sku: ID! amount: Int! @external }
    type Town @key(fields: "zip") { zip: String! name: String @external slogan: String @requires(fields: "name") }
    enum Unit { KG LB }
  `),
  resolvers: {
    Query: { shipped: () => [{ id: '1' }, null, { id: '2' }] },
    Parcel: {
      __resolveReference: (parcel: object) => parcel,
      price: (
        { weight, size }: { weight: number; size: { width: number } | null },
        { express }: { express: boolean },
      ) => (weight === null ? null : Math.round(weight * (size?.width ?? 1) * (express ? 2 : 1))),
      digest: ({ data }: { data: unknown }) => JSON.stringify(data),
      skus: ({ lines }: { lines: { sku: string; amount: number }[] }) =>
        lines.map(({ sku, amount }) => `${sku}×${amount}`),
      zone: ({ origin }: { origin: { name: string } | null }) => (origin === null ? null : origin.name.length),
    },
    Town: { __resolveReference: (town: object) => town, slogan: ({ name }: { name: string }) => `Visit ${name}!` },
  },
};

const taxes: TestSubgraphDefinition = {
  name: 'taxes',
  typeDefs: typeDefs(`
    type Query { rate: Float }
    type Parcel @key(fields: "id") { id: ID! price(express: Boolean = false): Int @external digest: String @external
      tax: Float @requires(fields: "price(express: true)") seal: String! @requires(fields: "digest") }
  `),
  resolvers: {
    Query: { rate: () => 0.2 },
    Parcel: {
      __resolveReference: (parcel: object) => parcel,
      tax: ({ price }: { price: number | null }) => (price === null ? null : price * 0.2),
      seal: ({ digest }: { digest: string }) => `${digest.length}`,
    },
  },
};

/** @requires with arguments, of objects, lists and scalars, over two subgraphs, with nulls on the way. */
export const REQUIREMENTS: readonly TestSubgraphDefinition[] = [parcels, shipping, taxes];
