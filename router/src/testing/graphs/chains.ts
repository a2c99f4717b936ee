import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

/** What subgraphs know, and what they make of what they require. */
export const facts = {
  boxes: [{ id: 'b', rows: [[{ id: '1' }, null], [{ id: '2' }]] }],
  weight: (id: string, unit: string) => (Number(id) || 3) * (unit === 'KG' ? 1 : 1000),
  owner: (id: string) => ({ name: `Owner ${id}` }),
  label: (id: string) => `Parcel ${id}`,
  price: (grams: number | undefined, express: boolean | null) => grams && grams / (express ? 10 : 100),
  report: (owner: string | undefined, kilograms: number | undefined, note: string | null) => ({
    text: `${owner}, ${kilograms}, ${note}`,
  }),
  stamp: (seal: string | undefined) => seal && `${seal}!`,
  rate: 7,
  fee: (rate: number | undefined) => rate && rate * 2,
  duty: (price: number | null | undefined) => `${price}`,
  seal: (digest: string | null | undefined) => `sealed ${digest}`,
  audit: (text: string) => `audited ${text}`,
  proof: (stamp: string | null | undefined) => `proof of ${stamp}`,
  bill: (fee: number | null | undefined) => `bill of ${fee}`,
};

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
      weight: ({ id }: { id: string }, { unit }: { unit: string }) => facts.weight(id, unit),
      owner: ({ id }: { id: string }) => facts.owner(id),
    },
  },
};

interface Told {
  readonly id: string;
  readonly weight?: number;
  readonly owner?: { readonly name: string };
  readonly seal?: string;
  readonly rate?: number;
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
      digest: String @requires(fields: "owner { name }") stamp: String @requires(fields: "seal")
      rate: Int @external fee: Int @requires(fields: "rate") }
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
      boxes: () => facts.boxes,
      lightest: () => ({ id: '1', owner: facts.owner('1') }),
    },
    Mutation: { ship: (_: unknown, { id }: { id: string }) => ({ id }) },
    Box: { __resolveReference: ({ id }: { id: string }) => facts.boxes.find((box) => box.id === id) },
    Parcel: {
      __resolveReference: (parcel: Told) => parcel,
      label: ({ id }: Told) => facts.label(id),
      price: ({ weight }: Told, { express }: { express: boolean | null }) => facts.price(weight, express),
      digest: ({ owner }: Told) => owner?.name,
      report: ({ owner, weight }: Told, { note }: { note: string | null }) => facts.report(owner?.name, weight, note),
      stamp: ({ seal }: Told) => facts.stamp(seal),
      fee: ({ rate }: Told) => facts.fee(rate),
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
      proof: String @requires(fields: "stamp") rate: Int fee: Int @external bill: String @requires(fields: "fee") }
    type Report @shareable { text: String @external }
  `),
  resolvers: {
    Query: { taxed: () => ({ id: 'b' }) },
    Parcel: {
      __resolveReference: (parcel: object) => parcel,
      tax: ({ price }: { price: number | null }) => facts.duty(price),
      duty: ({ price }: { price: number | null }) => facts.duty(price),
      seal: ({ digest }: { digest: string | null }) => facts.seal(digest),
      audit: ({ report }: { report: { text: string } }) => facts.audit(report.text),
      rate: () => facts.rate,
      bill: ({ fee }: { fee: number | null }) => facts.bill(fee),
      proof: ({ stamp }: { stamp: string | null }) => facts.proof(stamp),
    },
  },
};

/** What `@requires` reads has a `@requires` itself, in the subgraph in which a plan begins. */
export const CHAINS: readonly TestSubgraphDefinition[] = [scales, shipping, taxes];
