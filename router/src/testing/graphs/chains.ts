import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

const scales: TestSubgraphDefinition = {
  name: 'scales',
  typeDefs: typeDefs(`
    type Query { weighed: [Parcel!]! }
    type Parcel @key(fields: "id") { id: ID! weight(unit: Unit! = KG): Int owner: Owner @shareable }
    type Owner @shareable { name: String }
    enum Unit { KG G }
  `),
  resolvers: {
    Query: { weighed: () => [{ id: '1' }, { id: '2' }] },
    Parcel: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      weight: ({ id }: { id: string }, { unit }: { unit: string }) => Number(id) * (unit === 'KG' ? 1 : 1000),
      owner: ({ id }: { id: string }) => ({ name: `Owner ${id}` }),
    },
  },
};

interface Told {
  readonly id: string;
  readonly weight?: number;
  readonly owner?: { readonly name: string };
  readonly seal?: string;
}

const shipping: TestSubgraphDefinition = {
  name: 'shipping',
  typeDefs: typeDefs(`
    type Query { shipped: [Parcel] sent: [Sent!]! boxes: [Box!]! lightest: Parcel @provides(fields: "owner { name }") }
    type Mutation { ship(id: ID!): Parcel }
    interface Sent { id: ID! }
    type Letter implements Sent { id: ID! digest: String }
    type Box @key(fields: "id") { id: ID! rows: [[Parcel]!]! }
    type Parcel implements Sent @key(fields: "id") { id: ID! label: String weight(unit: Unit! = KG): Int @external owner: Owner @external seal: String @external
      price(express: Boolean = false): Int @requires(fields: "weight(unit: G)")
      report(note: String = "none"): Report @requires(fields: "owner { name } weight")
      digest: String @requires(fields: "owner { name }") stamp: String @requires(fields: "seal") }
    type Report { text: String }
    type Owner @shareable { name: String @external }
    enum Unit { KG G }
  `),
  resolvers: {
    Query: {
      shipped: () => [{ id: '1' }, null, { id: '2' }],
      sent: () => [
        { __typename: 'Parcel', id: '1' },
        { __typename: 'Letter', id: '9', digest: 'a letter' },
      ],
      boxes: () => [{ id: 'b', rows: [[{ id: '1' }, null], [{ id: '2' }]] }],
      lightest: () => ({ id: '1', owner: { name: 'Somebody' } }),
    },
    Mutation: { ship: (_: unknown, { id }: { id: string }) => ({ id }) },
    Box: { __resolveReference: ({ id }: { id: string }) => ({ id, rows: [[{ id: '2' }, null]] }) },
    Parcel: {
      __resolveReference: (parcel: Told) => parcel,
      label: ({ id }: Told) => `Parcel ${id}`,
      price: ({ weight }: Told, { express }: { express: boolean }) =>
        weight === undefined ? null : weight / (express ? 10 : 100),
      digest: ({ owner }: Told) => owner?.name,
      report: ({ owner, weight }: Told, { note }: { note: string }) => ({ text: `${owner?.name}, ${weight}, ${note}` }),
      stamp: ({ seal }: Told) => seal && `${seal}!`,
    },
  },
};

const taxes: TestSubgraphDefinition = {
  name: 'taxes',
  typeDefs: typeDefs(`
    type Query { taxed: Box }
    type Box @key(fields: "id") { id: ID! }
    type Parcel @key(fields: "id") { id: ID! price(express: Boolean = false): Int @external digest: String @external
      report(note: String = "none"): Report @external stamp: String @external
      tax: String @requires(fields: "price(express: true)") duty: String @requires(fields: "price")
      seal: String @requires(fields: "digest") audit: String @requires(fields: "report(note: \\"tax\\") { text }")
      proof: String @requires(fields: "stamp") }
    type Report @shareable { text: String @external }
  `),
  resolvers: {
    Query: { taxed: () => ({ id: 'b' }) },
    Parcel: {
      __resolveReference: (parcel: object) => parcel,
      tax: ({ price }: { price: number | null }) => `${price}`,
      duty: ({ price }: { price: number | null }) => `${price}`,
      seal: ({ digest }: { digest: string | null }) => `sealed ${digest}`,
      audit: ({ report }: { report: { text: string } }) => `audited ${report.text}`,
      proof: ({ stamp }: { stamp: string | null }) => `proof of ${stamp}`,
    },
  },
};

/** What `@requires` reads has a `@requires` itself, in the subgraph in which a plan begins. */
export const CHAINS: readonly TestSubgraphDefinition[] = [scales, shipping, taxes];
