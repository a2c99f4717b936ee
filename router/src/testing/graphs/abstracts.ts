import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

const media: TestSubgraphDefinition = {
  name: 'media',
  typeDefs: typeDefs(`
    type Query { feed: [Item] first: Item shapes: [[Shape!]]! node(id: ID!): Node named: [Named!]! }
    union Item = Song | Clip | Text
    interface Node { id: ID! }
    interface Named implements Node { id: ID! name(upper: Boolean = false): String owner: Owner }
    type Song implements Node & Named @key(fields: "id") { id: ID! name(upper: Boolean = false): String owner: Owner seconds: Int! }
    type Clip implements Node & Named @key(fields: "id") { id: ID! name(upper: Boolean = false): String owner: Owner frames: [[Int]] }
    type Text @shareable { body: String }
    union Shape = Circle | Square
    type Circle { radius: Float } type Square { side: Float }
    type Owner @key(fields: "id") { id: ID! }
  `),
  resolvers: {
    Query: {
      feed: () => [SONG, null, CLIP, { __typename: 'Text', body: 'text' }],
      first: () => CLIP,
      shapes: () => [[{ __typename: 'Circle', radius: 1 }], null, [], [{ __typename: 'Square', side: 2.5 }]],
      node: (_: unknown, { id }: { id: string }) => [SONG, CLIP].find((item) => item.id === id) ?? null,
      named: () => [SONG, CLIP],
    },
    Song: { __resolveReference: () => SONG, name: nameOf },
    Clip: { __resolveReference: () => CLIP, name: nameOf },
  },
};

const owners: TestSubgraphDefinition = {
  name: 'owners',
  typeDefs: typeDefs(`
    type Query { favourite: Item owners: [Owner!]! mixed: [Either!] }
    union Item = Song | Text
    union Either = Owner | Song
    interface Node { id: ID! }
    type Song implements Node @key(fields: "id") { id: ID! plays: Int rating: Rating }
    type Clip @key(fields: "id") { id: ID! plays: Int }
    type Text @shareable { body: String }
    type Owner implements Node @key(fields: "id") { id: ID! name: String likes: [Item!] }
    interface Rating { stars: Int } type Good implements Rating { stars: Int why: String } type Bad implements Rating { stars: Int }
  `),
  resolvers: {
    Query: {
      favourite: () => ({ __typename: 'Song', id: '1' }),
      owners: () => ['1', '2'].map((id) => ({ id })),
      mixed: () => [
        { __typename: 'Owner', id: '1' },
        { __typename: 'Song', id: '1' },
      ],
    },
    Song: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      plays: () => 7,
      rating: () => ({ __typename: 'Good', stars: 5, why: 'loud' }),
    },
    Clip: { __resolveReference: ({ id }: { id: string }) => ({ id }), plays: () => null },
    Owner: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      name: ({ id }: { id: string }) => (id === '1' ? 'One' : null),
      likes: ({ id }: { id: string }) =>
        id === '1'
          ? [
              { __typename: 'Text', body: 'liked' },
              { __typename: 'Song', id: '1' },
            ]
          : null,
    },
  },
};

const SONG = { __typename: 'Song', id: '1', name: 'Song', owner: { id: '1' }, seconds: 60 };
const CLIP = { __typename: 'Clip', id: '2', name: 'Clip', owner: null, frames: [[1, null], null, []] };

function nameOf({ name }: { name: string }, { upper }: { upper: boolean | null }) {
  return upper ? name.toUpperCase() : name;
}

/** Unions whose members differ between subgraphs, interfaces of interfaces, lists of lists. */
export const ABSTRACTS: readonly TestSubgraphDefinition[] = [media, owners];
