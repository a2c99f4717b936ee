import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

const echo = (_: unknown, given: unknown): string => JSON.stringify(given);

const search: TestSubgraphDefinition = {
  name: 'search',
  typeDefs: typeDefs(`
    scalar Json
    type Query {
      find(filter: Filter!, first: Int = 10, after: ID): String! all(filters: [Filter!] = [{ text: "all" }], matrix: [[Int!]]): String
      any(value: Json, values: [Json!]): String level: Rank floats(a: Float! = 1.5, b: Float): [String]
      flags(on: Boolean!, off: Boolean = true): Result
    }
    type Result @key(fields: "id") { id: ID! echo(text: String = "default", level: Level = LOW): String level: Rank nested(filter: Filter): Result }
    input Filter { text: String = "none" tags: [String!] range: Range level: Level here: Boolean @inaccessible }
    input Range { from: Int! = 0 to: Int sub: [Range!] }
    enum Level { LOW MIDDLE HIGH } enum Rank { LOW HIGH SECRET @inaccessible }
  `),
  resolvers: {
    Query: {
      find: echo,
      all: echo,
      any: echo,
      level: () => 'HIGH',
      floats: (_: unknown, { a, b }: { a: number; b: number }) => [
        String(a),
        b === undefined ? 'missing' : b === null ? null : String(b),
      ],
      flags: (_: unknown, { on, off }: { on: boolean; off: boolean }) => ({ id: `${on} ${off}` }),
    },
    Result: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      echo,
      level: ({ id }: { id: string }) => (id.startsWith('true') ? 'LOW' : 'SECRET'),
      nested: ({ id }: { id: string }, given: unknown) => ({ id: id + JSON.stringify(given) }),
    },
  },
};

const scores: TestSubgraphDefinition = {
  name: 'scores',
  typeDefs: typeDefs(`
    scalar Json
    type Query { scored(filter: Filter = { text: "scored", range: { from: 1 } }): Result best(mood: Mood = GOOD): Mood }
    type Result @key(fields: "id") { id: ID! score(filter: Filter, weights: [Float!]! = [1, 2.5]): String mood(as: Mood): Mood rank: Rank }
    input Filter { text: String = "none" range: Range level: Level other: Int }
    input Range { from: Int! = 0 to: Int }
    enum Level { LOW HIGH }
    enum Mood { GOOD BAD } enum Rank { TOP HIGH }
  `),
  resolvers: {
    Query: {
      scored: (_: unknown, given: unknown) => ({ id: JSON.stringify(given) }),
      best: (_: unknown, { mood }: { mood: string }) => mood,
    },
    Result: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      score: ({ id }: { id: string }, given: unknown) => `${id.length} ${JSON.stringify(given)}`,
      rank: ({ id }: { id: string }) => (id.length > 20 ? 'TOP' : 'HIGH'),
      mood: (_: unknown, { as }: { as: string }) => as,
    },
  },
};

/** Inputs and enums that differ between subgraphs; arguments, defaults and scalars of the schema's own in every position. */
export const INPUTS: readonly TestSubgraphDefinition[] = [search, scores];
