import type { TestSubgraphDefinition } from '../test-subgraph.js';
import { typeDefs } from './federation-link.js';

const people: TestSubgraphDefinition = {
  name: 'people',
  typeDefs: typeDefs(`
    type Query { people(ids: [ID!]): [Person]! boss: Person! }
    type Person @key(fields: "id") { id: ID! name: String! boss: Person team: Team reports: [Person!] }
    type Team @key(fields: "id", resolvable: false) { id: ID! }
  `),
  resolvers: {
    Query: {
      people: (_: unknown, { ids }: { ids: string[] | null }) => (ids ?? ['1', '2']).map(personOf),
      boss: () => personOf('1'),
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) => personOf(id),
      boss: ({ id }: { id: string }) => (id === '1' ? null : personOf('1')),
      team: ({ id }: { id: string }) => ({ id: `t${id}` }),
      reports: ({ id }: { id: string }) => (id === '1' ? [personOf('2'), personOf('3')] : []),
    },
  },
};

const teams: TestSubgraphDefinition = {
  name: 'teams',
  typeDefs: typeDefs(`
    type Query { teams: [Team!] team(id: ID! = "t1"): Team }
    type Team @key(fields: "id") { id: ID! title: String members: [Person!]! lead: Person rival: Team }
    type Person @key(fields: "id") { id: ID! leads: [Team] nick: String @inaccessible }
  `),
  resolvers: {
    Query: {
      teams: () => [teamOf('t1'), teamOf('t2')],
      team: (_: unknown, { id }: { id: string }) => (id.startsWith('t') ? teamOf(id) : null),
    },
    Team: {
      __resolveReference: ({ id }: { id: string }) => teamOf(id),
      members: ({ id }: { id: string }) => [{ id: id.slice(1) }, { id: '2' }],
      lead: ({ id }: { id: string }) => (id === 't1' ? { id: '1' } : null),
      rival: ({ id }: { id: string }) => teamOf(id === 't1' ? 't2' : 't1'),
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      leads: ({ id }: { id: string }) => (id === '3' ? null : [null, { id: `t${id}` }]),
    },
  },
};

const rooms: TestSubgraphDefinition = {
  name: 'rooms',
  typeDefs: typeDefs(`
    type Query { rooms: [[Room!]!] }
    type Room { number: Int guest: Person used: Team }
    type Person @key(fields: "id") { id: ID! room: Room }
    type Team @key(fields: "id") { id: ID! rooms: [Room!] }
  `),
  resolvers: {
    Query: { rooms: () => [[roomOf(1)], [], [roomOf(2), roomOf(3)]] },
    Person: {
      __resolveReference: ({ id }: { id: string }) => (id === '3' ? null : { id }),
      room: ({ id }: { id: string }) => roomOf(Number(id)),
    },
    Team: { __resolveReference: ({ id }: { id: string }) => ({ id }), rooms: () => [roomOf(1)] },
  },
};

const personOf = (id: string) => (id === 'x' ? null : { id, name: `Person ${id}` });
const teamOf = (id: string) => ({ id, title: `Team ${id}` });
const roomOf = (number: number) => ({ number, guest: { id: '2' }, used: number === 1 ? { id: 't1' } : null });

/** Entities that refer to each other in circles over three subgraphs. */
export const CIRCLES: readonly TestSubgraphDefinition[] = [people, teams, rooms];
