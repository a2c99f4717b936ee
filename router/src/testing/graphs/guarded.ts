import { parse } from 'graphql';
import type { TestSubgraphDefinition } from '../test-subgraph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12",
  import: ["@key", "@authenticated", "@requiresScopes", "@policy", "@shareable"])`;

const people: TestSubgraphDefinition = {
  name: 'people',
  typeDefs: parse(`${LINK}
    type Query {
      open: String
      person(id: ID!): Person
      people: [Person!]!
      mine: Person @authenticated
      staff: [Person!] @requiresScopes(scopes: [["people:read", "staff"], ["admin"]])
      brief: String @requiresScopes(scopes: "admin")
      either: String @requiresScopes(scopes: ["staff", "admin"])
      anything: [Thing!]!
      things: [Named]
      ruled: String @policy(policies: [["p"]])
      box: Box
    }
    type Mutation { promote(id: ID!): Person! @requiresScopes(scopes: [["admin"]]) greet: String }
    type Subscription { watched: Person @authenticated watchedOpen: Person }
    interface Named { name: String }
    type Person implements Named @key(fields: "id") { id: ID! name: String salary: Int @requiresScopes(scopes: [["pay:read"]]) mail: String! @authenticated friends: [Person!]! }
    type Robot implements Named { name: String @authenticated model: String }
    type Vault implements Named @authenticated { name: String code: Int }
    union Thing = Person | Vault
    type Box { secret: Secret vault: Vault open: Int }
    scalar Secret @authenticated
  `),
  resolvers: {
    Query: {
      open: () => 'yes',
      person: (_: unknown, { id }: { id: string }) => person(id),
      people: () => [person('1'), person('2')],
      mine: () => person('1'),
      staff: () => [person('2')],
      brief: () => 'brief',
      either: () => 'either',
      anything: () => [person('1'), { __typename: 'Vault', name: 'v', code: 1 }],
      things: () => [person('1'), { __typename: 'Robot', name: 'r', model: 'm' }, { __typename: 'Vault', name: 'v' }],
      ruled: () => 'x',
      box: () => ({ secret: 's', vault: { name: 'v', code: 1 }, open: 1 }),
    },
    Mutation: { promote: (_: unknown, { id }: { id: string }) => person(id), greet: () => 'hello' },
    Subscription: {
      watched: { subscribe: () => onePerson('watched') },
      watchedOpen: { subscribe: () => onePerson('watchedOpen') },
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) => person(id),
      friends: ({ id }: { id: string }) => (id === '1' ? [person('2')] : []),
    },
  },
};

const payroll: TestSubgraphDefinition = {
  name: 'payroll',
  typeDefs: parse(`${LINK}
    type Person @key(fields: "id") { id: ID! account: String @requiresScopes(scopes: [["pay:read"]]) bonus: Int! @authenticated slips: [Slip!] }
    type Slip { month: Int! total: Int @requiresScopes(scopes: [["pay:read"]]) }
  `),
  resolvers: {
    Person: {
      __resolveReference: ({ id }: { id: string }) => ({
        id,
        account: `DE${id}`,
        bonus: 3,
        slips: [{ month: 1, total: 10 }],
      }),
    },
  },
};

/** Rules on fields, types, members of unions, implementations of interfaces and scalars. */
export const GUARDED: readonly TestSubgraphDefinition[] = [people, payroll];

async function* onePerson(field: string) {
  yield { [field]: person('1') };
}

function person(id: string) {
  return { __typename: 'Person', id, name: `Person ${id}`, salary: 10, mail: `${id}@example.org` };
}
