import { parse } from 'graphql';
import type { TestSubgraphDefinition } from '../test-subgraph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12",
  import: ["@key", "@interfaceObject", "@external", "@requires", "@shareable", "@authenticated"])`;

const catalogue: TestSubgraphDefinition = {
  name: 'catalogue',
  typeDefs: parse(`${LINK}
    type Query { items: [Item!]! item(id: ID!): Item cars: [Car!]! }
    interface Item @key(fields: "id") { id: ID! title: String! place: Place }
    type Car implements Item @key(fields: "id") { id: ID! title: String! place: Place seats: Int }
    type Bike implements Item @key(fields: "id") { id: ID! title: String! place: Place electric: Boolean }
    type Place @key(fields: "id") { id: ID! name: String }
  `),
  resolvers: {
    Query: { items: () => ITEMS, item: (_: unknown, { id }: { id: string }) => itemOf(id), cars: () => [ITEMS[0]] },
    Item: {
      __resolveReference: ({ id }: { id: string }) => itemOf(id),
      __resolveType: ({ __typename }: { __typename: string }) => __typename,
    },
    Car: { __resolveReference: ({ id }: { id: string }) => itemOf(id) },
    Bike: { __resolveReference: ({ id }: { id: string }) => itemOf(id) },
    Place: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `Place ${id}` }) },
  },
};

const demand: TestSubgraphDefinition = {
  name: 'demand',
  typeDefs: parse(`${LINK}
    type Query { offers: [Offer!]! busiest: Item }
    type Offer { price: Int! item: Item }
    type Item @key(fields: "id") @interfaceObject { id: ID! free: Boolean! rating: Float private: String @authenticated }
    type Place @key(fields: "id") { id: ID! visits: Int }
  `),
  resolvers: {
    Query: {
      offers: () => [
        { price: 1, item: { id: 'c1' } },
        { price: 2, item: null },
        { price: 3, item: { id: 'b1' } },
        { price: 4, item: { id: 'gone' } },
      ],
      busiest: () => ({ id: 'b1' }),
    },
    Item: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      free: ({ id }: { id: string }) => id === 'c1',
      rating: () => 4.5,
      private: () => 'p',
    },
    Place: { __resolveReference: ({ id }: { id: string }) => ({ id, visits: 7 }) },
  },
};

/** An interface that one subgraph implements and another extends without knowing who implements it. */
export const CATALOGUE: readonly TestSubgraphDefinition[] = [catalogue, demand];

const ITEMS = [
  { __typename: 'Car', id: 'c1', title: 'Compact', place: { id: 'p1' }, seats: 4 },
  { __typename: 'Bike', id: 'b1', title: 'City bike', place: null, electric: true },
];

function itemOf(id: string) {
  return ITEMS.find((item) => item.id === id) ?? null;
}
