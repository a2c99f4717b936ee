import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

interface PartKey {
  readonly id?: string;
  readonly number?: number;
  readonly code?: string | null;
  readonly maker?: { readonly id: string; readonly site: { readonly code: string } };
}

const parts: TestSubgraphDefinition = {
  name: 'parts',
  typeDefs: typeDefs(`
    type Query { parts: [Part!]! part(number: Int!): Part orphan: Part kits: [Kit] }
    type Part @key(fields: "number maker { id site { code } }") @key(fields: "code") { number: Int! code: ID maker: Maker! name: String }
    type Maker @shareable { id: ID! site: Site! }
    type Site @shareable { code: String! }
    type Kit @key(fields: "parts { number } label") { parts: [KitPart!]! label: String! size: Int }
    type KitPart @shareable { number: Int! }
  `),
  resolvers: {
    Query: {
      parts: () => [1, 2, 3].map(partOf),
      part: (_: unknown, { number }: { number: number }) => (number > 0 ? partOf(number) : null),
      orphan: () => ({ ...partOf(4), code: null }),
      kits: () => [{ parts: [{ number: 1 }, { number: 2 }], label: 'A', size: 2 }, null, { parts: [], label: 'B' }],
    },
    Part: { __resolveReference: ({ number, code }: PartKey) => partOf(number ?? Number(code?.slice(1))) },
    Kit: { __resolveReference: (kit: { parts: unknown[] }) => ({ ...kit, size: kit.parts.length }) },
  },
};

const stock: TestSubgraphDefinition = {
  name: 'stock',
  typeDefs: typeDefs(`
    type Query { counted: [Part] }
    type Part @key(fields: "number maker { id site { code } }") { number: Int! maker: Maker! count: Int shelf: Shelf }
    type Maker @shareable { id: ID! site: Site! }
    type Site @shareable { code: String! }
    type Shelf @key(fields: "row column") { row: Int! column: Int! }
    type Kit @key(fields: "parts { number } label") { parts: [KitPart!]! label: String! boxes: [Int!] }
    type KitPart @shareable { number: Int! }
  `),
  resolvers: {
    Query: { counted: () => [partOf(2), null, partOf(1)] },
    Part: {
      __resolveReference: (part: PartKey) => (part.number === 3 ? null : part),
      count: ({ number = 0, maker }: PartKey) => number * 10 + (maker?.site.code.length ?? 0),
      shelf: ({ number = 0 }: PartKey) => (number === 1 ? { row: 1, column: number } : null),
    },
    Kit: {
      __resolveReference: (kit: object) => kit,
      boxes: ({ parts: of }: { parts: { number: number }[] }) => of.map(({ number }) => number),
    },
  },
};

const labels: TestSubgraphDefinition = {
  name: 'labels',
  typeDefs: typeDefs(`
    type Query { labelled(code: ID!): Part }
    type Part @key(fields: "code") { code: ID color: String! weight: Float }
    type Shelf @key(fields: "column row") { row: Int! column: Int! sign: String! }
  `),
  resolvers: {
    Query: { labelled: (_: unknown, { code }: { code: string }) => ({ code }) },
    Part: {
      __resolveReference: ({ code }: PartKey) => ({ code }),
      color: ({ code }: PartKey) => `color of ${code}`,
      weight: () => 1.5,
    },
    Shelf: {
      __resolveReference: (shelf: object) => shelf,
      sign: ({ row, column }: { row: number; column: number }) => `${row}/${column}`,
    },
  },
};

function partOf(number: number) {
  return {
    number,
    code: `p${number}`,
    maker: { id: `m${number}`, site: { code: 'x'.repeat(number) } },
    name: `Part ${number}`,
  };
}

/** Compound, nested and list keys; several keys; a key that is null. */
export const KEYS: readonly TestSubgraphDefinition[] = [parts, stock, labels];
