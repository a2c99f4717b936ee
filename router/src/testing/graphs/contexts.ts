import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

const LIBRARIES = ['l1', 'l2'];
const BOOKS = ['b1', 'b2', 'b3'];

/** What the fields of one place are, whoever asks; a monolith answers by the same. */
export const facts = {
  tongue: (id: string) => (id === 'r2' ? null : id.endsWith('1') ? 'en' : 'de'),
  currency: (id: string) => (id === 'l1' ? 'EUR' : 'CHF'),
  country: (id: string) => ({ code: id === 'l1' ? 'IE' : 'AT', isOld: id === 'l2' }),
  rooms: (id: string) => (id === 'l1' ? ['r1', 'r2'] : ['r2', 'r3']),
  books: (id: string, first?: number | null) => (id === 'r3' ? ['b1', 'b1'] : BOOKS).slice(0, first ?? 2),
  featured: (id: string) => (id === 'l1' ? 'b1' : null),
  sequel: (id: string) => ({ b1: 'b2', b2: 'b3' })[id] ?? null,
  title: (id: string, tongue: string | null, isLoud: boolean | null | undefined) =>
    `${id} in ${tongue}${isLoud ? '!' : ''}`,
  price: (id: string, currency: string, factor: number) => `${id.length * factor} ${currency}`,
  tax: (id: string, code: string | null) => (id === 'b3' ? null : `${code} 10 %`),
  floors: (id: string) => (id === 'l2' ? null : 3),
  shelf: (id: string, floors: number | null) => `${id} of ${floors}`,
  opening: (id: string) => `from ${id}`,
  copies: (id: string) => Number(id.slice(1)),
  libraries: LIBRARIES,
  magazines: ['m1', 'm2'],
  street: (id: string) => (id === 's2' ? null : `Street ${id}`),
  stamp: (id: string, mark: string | null) => `${id} of ${mark}`,
  sister: (id: string) => (id === 'l1' ? 'l2' : 'l1'),
  origin: (id: string) => (id === 'b2' ? 'l2' : 'l1'),
} as const;

const is = (__typename: string) => (id: string) => ({ __typename, id });
const [library, room, book] = [is('Library'), is('Room'), is('Book')];
const [branch, magazine] = [is('Branch'), is('Magazine')];
type Id = { readonly id: string };

const shelves: TestSubgraphDefinition = {
  name: 'shelves',
  typeDefs: typeDefs(`
    type Query { libraries: [Library!]! library(id: ID!): Library founds: [Found] }
    interface Place @context(name: "place") { id: ID! tongue: String }
    union Found @context(name: "found") = Library | Branch
    type Branch @key(fields: "id") { id: ID! street: String magazines: [Magazine!]! }
    type Magazine @key(fields: "id") { id: ID! stamp(mark: String @fromContext(field: "$found ... on Library { currency } ... on Branch { street }")): String }
    type Library implements Place @key(fields: "id") @context(name: "library") { id: ID! tongue: String currency: String! country: Country!
      rooms: [Room!]! featured: Book magazines: [Magazine!]! sister: Library floors: Int @external }
    type Country { code: String isOld: Boolean! }
    type Room implements Place @key(fields: "id") { id: ID! tongue: String books(first: Int): [Book!]! }
    type Book @key(fields: "id") { id: ID!
      title(tongue: String @fromContext(field: "$place { tongue }"), isLoud: Boolean = false): String
      price(currency: String @fromContext(field: "$library { currency }"), factor: Int! = 2): String
      tax(code: String @fromContext(field: "$library { country { code } }")): String
      shelf(floors: Int @fromContext(field: "$library { floors }")): String!
      sequel: Book }
  `),
  resolvers: {
    Query: {
      libraries: () => LIBRARIES.map(library),
      library: (_: unknown, { id }: Id) => (LIBRARIES.includes(id) ? library(id) : null),
      founds: () => [branch('s1'), null, library('l2'), branch('s2')],
    },
    Place: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    Found: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    Branch: {
      __resolveReference: ({ id }: Id) => branch(id),
      street: ({ id }: Id) => facts.street(id),
      magazines: () => facts.magazines.map(magazine),
    },
    Magazine: {
      __resolveReference: ({ id }: Id) => magazine(id),
      stamp: ({ id }: Id, { mark }: { mark?: string | null }) => facts.stamp(id, mark ?? null),
    },
    Library: {
      __resolveReference: ({ id }: Id) => library(id),
      tongue: ({ id }: Id) => facts.tongue(id),
      currency: ({ id }: Id) => facts.currency(id),
      country: ({ id }: Id) => facts.country(id),
      rooms: ({ id }: Id) => facts.rooms(id).map(room),
      featured: ({ id }: Id) => {
        const found = facts.featured(id);
        return found && book(found);
      },
      magazines: () => facts.magazines.map(magazine),
      sister: ({ id }: Id) => library(facts.sister(id)),
    },
    Room: {
      __resolveReference: ({ id }: Id) => room(id),
      tongue: ({ id }: Id) => facts.tongue(id),
      books: ({ id }: Id, { first }: { first?: number | null }) => facts.books(id, first).map(book),
    },
    Book: {
      __resolveReference: ({ id }: Id) => book(id),
      title: ({ id }: Id, { tongue, isLoud }: { tongue?: string | null; isLoud?: boolean }) =>
        facts.title(id, tongue ?? null, isLoud),
      price: ({ id }: Id, { currency, factor }: { currency: string; factor: number }) =>
        facts.price(id, currency, factor),
      tax: ({ id }: Id, { code }: { code?: string | null }) => facts.tax(id, code ?? null),
      shelf: ({ id }: Id, { floors }: { floors?: number | null }) => facts.shelf(id, floors ?? null),
      sequel: ({ id }: Id) => {
        const found = facts.sequel(id);
        return found && book(found);
      },
    },
  },
};

const stock: TestSubgraphDefinition = {
  name: 'stock',
  typeDefs: typeDefs(`
    type Query { stocked: Int! }
    type Library @key(fields: "id") { id: ID! floors: Int opening: String }
    type Book @key(fields: "id") { id: ID! copies: Int origin: Library }
  `),
  resolvers: {
    Query: { stocked: () => 6 },
    Library: {
      __resolveReference: ({ id }: Id) => library(id),
      floors: ({ id }: Id) => facts.floors(id),
      opening: ({ id }: Id) => facts.opening(id),
    },
    Book: {
      __resolveReference: ({ id }: Id) => book(id),
      copies: ({ id }: Id) => facts.copies(id),
      origin: ({ id }: Id) => library(facts.origin(id)),
    },
  },
};

/** Arguments that are filled from above: from objects, interfaces and other subgraphs, at several levels. */
export const CONTEXTS: readonly TestSubgraphDefinition[] = [shelves, stock];
