import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

const books: TestSubgraphDefinition = {
  name: 'books',
  typeDefs: typeDefs(`
    type Query { books: [Book!]! newest: Book @provides(fields: "author { name born { year } }") store: Store @shareable }
    type Book @key(fields: "isbn") { isbn: ID! title: String! author: Author @provides(fields: "name") price: Money! pages: Int @override(from: "archive") }
    type Author @key(fields: "id") { id: ID! name: String @external born: Born @external }
    type Born { year: Int @external }
    type Money @shareable { amount: Int! currency: String! }
    type Store @shareable { name: String address: Address }
    type Address @shareable { street: String }
  `),
  resolvers: {
    Query: { books: () => ['1', '2', '3'].map(bookOf), newest: () => bookOf('2'), store: () => STORE },
    Book: {
      __resolveReference: ({ isbn }: { isbn: string }) => bookOf(isbn),
      pages: ({ isbn }: { isbn: string }) => Number(isbn) * 100,
    },
  },
};

const authors: TestSubgraphDefinition = {
  name: 'authors',
  typeDefs: typeDefs(`
    type Query { authors: [Author] author(id: ID!): Author }
    type Author @key(fields: "id") { id: ID! name: String @shareable born: Born @shareable books(limit: Int = 1): [Book!]! fee: Money }
    type Born @shareable { year: Int place: String }
    type Book @key(fields: "isbn", resolvable: false) { isbn: ID! }
    type Money @shareable { amount: Int! currency: String! }
  `),
  resolvers: {
    Query: {
      authors: () => [authorOf('1'), null, authorOf('2')],
      author: (_: unknown, { id }: { id: string }) => (id === 'x' ? null : authorOf(id)),
    },
    Author: {
      __resolveReference: ({ id }: { id: string }) => authorOf(id),
      books: (_: unknown, { limit }: { limit: number | null }) =>
        ['1', '2', '3'].slice(0, Math.max(0, limit ?? 3)).map((isbn) => ({ isbn })),
      fee: ({ id }: { id: string }) => (id === '1' ? { amount: 5, currency: 'EUR' } : null),
    },
  },
};

const archive: TestSubgraphDefinition = {
  name: 'archive',
  typeDefs: typeDefs(`
    type Query { oldest: [[Book]!] store: Store @shareable }
    type Book @key(fields: "isbn") { isbn: ID! pages: Int shelf: String secret: String @inaccessible box: Box @inaccessible }
    type Box @inaccessible { id: ID }
    type Store @shareable { name: String address: Address }
    type Address @shareable { street: String }
  `),
  resolvers: {
    Query: { oldest: () => [[{ isbn: '1' }, null], [], [{ isbn: '3' }]], store: () => STORE },
    Book: {
      __resolveReference: ({ isbn }: { isbn: string }) => (isbn === '2' ? null : { isbn }),
      pages: () => -1,
      shelf: ({ isbn }: { isbn: string }) => `shelf ${isbn}`,
      secret: () => 's',
    },
  },
};

const STORE = { name: 'Shop', address: { street: 'Main' } };

function bookOf(isbn: string) {
  return {
    isbn,
    title: `Book ${isbn}`,
    author: isbn === '3' ? null : authorOf(isbn),
    price: { amount: Number(isbn), currency: 'EUR' },
  };
}

function authorOf(id: string) {
  return { id, name: `Author ${id}`, born: id === '2' ? null : { year: 1900, place: 'Rome' } };
}

/** @provides, @override, @shareable values, @inaccessible fields, keys that resolve nothing. */
export const PROVIDED: readonly TestSubgraphDefinition[] = [books, authors, archive];
