import { GraphQLError, parse } from 'graphql';
import type { TestSubgraphDefinition } from '../test-subgraph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12",
    import: ["@key", "@shareable", "@authenticated", "@composeDirective"])
  @link(url: "https://fleetgraph.example/cacheControl/v0.1", import: ["@cacheControl"])
  @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }`;

/** What cached answers are made of: things that are the same for all, and things that each caller has for themselves. */
export interface PersonalGraph {
  readonly definitions: readonly TestSubgraphDefinition[];
  /** Changes what everybody sees, behind the router's back. */
  rename(id: string, name: string): void;
  /** Fields fail that fail for somebody. */
  isFailing: boolean;
}

type Context = Readonly<Record<string, string | undefined>>;

/** A subgraph of items and wallets, and one of stock and notes; names can be changed, and wallets filled. */
export function makePersonalGraph(): PersonalGraph {
  const names = new Map(['1', '2', '3', '4'].map((id) => [id, `Item ${id}`]));
  const balances = new Map<string, number>();
  const graph = { isFailing: false };
  const item = (id: string) => (names.has(id) ? { __typename: 'Item', id, name: names.get(id) } : null);
  const balanceOf = (context: Context) => balances.get(subjectOf(context)) ?? 0;
  const wallet = (context: Context) => ({ owner: subjectOf(context), balance: balanceOf(context) });

  const items: TestSubgraphDefinition = {
    name: 'items',
    typeDefs: parse(`${LINK}
      type Query { items(first: Int = 4): [Item!]! item(id: ID!): Item wallet: Wallet news: String headline: String @cacheControl(maxAge: 60) hello: String @authenticated }
      type Mutation { deposit(amount: Int = 1): Wallet rename(id: ID!, name: String!): Item }
      type Item @key(fields: "id") { id: ID! name: String }
      type Wallet @cacheControl(scope: PRIVATE) { owner: String! balance: Int! fussy: Int }`),
    resolvers: {
      Query: {
        items: (_: unknown, { first }: { first: number }) => [...names.keys()].slice(0, Math.max(0, first)).map(item),
        item: (_: unknown, { id }: { id: string }) => item(id),
        wallet: (_: unknown, __: unknown, context: Context) => wallet(context),
        news: () => names.get('1'),
        headline: () => names.get('1'),
        hello: (_: unknown, __: unknown, context: Context) => `Hello ${subjectOf(context)}`,
      },
      Mutation: {
        deposit: (_: unknown, { amount }: { amount: number }, context: Context) => {
          balances.set(subjectOf(context), balanceOf(context) + amount);
          return wallet(context);
        },
        rename: (_: unknown, { id, name }: { id: string; name: string }) => {
          names.set(id, name);
          return item(id);
        },
      },
      Item: { __resolveReference: ({ id }: { id: string }) => item(id) },
      Wallet: {
        fussy: ({ balance }: { balance: number }) => {
          if (balance % 2 === 1) throw new GraphQLError('odd', { extensions: { code: 'NOT_FOUND' } });
          return balance;
        },
      },
    },
  };

  const stock: TestSubgraphDefinition = {
    name: 'stock',
    typeDefs: parse(`${LINK}
      type Query { stocked: [Item!]! }
      type Item @key(fields: "id") { id: ID! count(unit: String = "g"): String note: String broken: Int label: String }`),
    resolvers: {
      Query: { stocked: () => ['1', '2'].map((id) => ({ __typename: 'Item', id })) },
      Item: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        count: ({ id }: { id: string }, { unit }: { unit: string }) => `${id}${unit}`,
        note: ({ id }: { id: string }, _: unknown, context: Context) => `${id} of ${subjectOf(context)}`,
        label: ({ id }: { id: string }) => `${names.get(id)}!`,
        broken: ({ id }: { id: string }) => {
          if (graph.isFailing || id === '4')
            throw new GraphQLError(`broken ${id}`, { extensions: { code: 'NOT_FOUND' } });
          return Number(id);
        },
      },
    },
  };

  return Object.assign(graph, {
    definitions: [items, stock],
    rename: (id: string, name: string) => void names.set(id, name),
  });
}

function subjectOf({ authorization = '' }: Context): string {
  const [, payload = ''] = authorization.split('.');
  return payload === '' ? 'nobody' : JSON.parse(Buffer.from(payload, 'base64url').toString()).sub;
}
