import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

const entries: string[] = [];

/** Forgets all entries. */
export function resetLedger(): void {
  entries.length = 0;
}

function note(entry: string) {
  entries.push(entry);
  return { id: String(entries.length), count: entries.length, text: entries.join(' ') };
}

const accounts: TestSubgraphDefinition = {
  name: 'accounts',
  typeDefs: typeDefs(`
    type Query { balance: Int }
    type Mutation { deposit(amount: Int! = 1, note: String): Entry! fail(message: String): Entry }
    type Entry @key(fields: "id") { id: ID! count: Int! text: String! }
  `),
  resolvers: {
    Query: { balance: () => 0 },
    Mutation: {
      deposit: (_: unknown, { amount, note: text }: { amount: number; note: string }) => note(`+${amount}${text}`),
      fail: (_: unknown, { message }: { message: string }) => {
        note('failed');
        throw new Error(message || 'no message');
      },
    },
    Entry: { __resolveReference: ({ id }: { id: string }) => ({ id, count: -1, text: 'by reference' }) },
  },
};

const audit: TestSubgraphDefinition = {
  name: 'audit',
  typeDefs: typeDefs(`
    type Query { audited: Int }
    type Mutation { approve(id: ID!, input: Approval): Entry reject(ids: [ID!]!): [Entry] }
    input Approval { by: String = "nobody" level: Int }
    type Entry @key(fields: "id") { id: ID! approvals(min: Int = 0): [String!]! isLast: Boolean! }
  `),
  resolvers: {
    Query: { audited: () => 1 },
    Mutation: {
      approve: (_: unknown, { id, input }: { id: string; input: object }) => ({
        id: note(`ok ${id}${JSON.stringify(input)}`).id,
      }),
      reject: (_: unknown, { ids }: { ids: string[] }) =>
        ids.map((id) => (id === 'x' ? null : { id: note(`no ${id}`).id })),
    },
    Entry: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      approvals: () => [...entries],
      isLast: ({ id }: { id: string }) => Number(id) === entries.length,
    },
  },
};

/** Mutations of two subgraphs that see what was done before them. */
export const LEDGER: readonly TestSubgraphDefinition[] = [accounts, audit];
