import { EventEmitter, on } from 'node:events';
import { GraphQLError, parse } from 'graphql';
import type { TestSubgraphDefinition } from '../test-subgraph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@authenticated"])`;

/** A graph with streams; the test decides when something happens. */
export interface LiveGraph {
  readonly definitions: readonly TestSubgraphDefinition[];
  /** Something happens to an item: one more of its sequence. */
  change(id: string): void;
  /** Changes a name, behind everybody's back. */
  rename(id: string, name: string): void;
  /** Says something to everybody who listens. */
  say(text: string): void;
  /** Ends what is said. */
  fallSilent(): void;
}

/** Follows one item. */
export const WATCH =
  'subscription ($id: ID!, $after: Int) { watched(id: $id, after: $after) { sequence item { name } } }';

/** Makes a graph whose `watched` stream begins with the state and resumes after a sequence number. */
export function makeLiveGraph(): LiveGraph {
  const events = new EventEmitter().setMaxListeners(0);
  const sequences = new Map<string, number>();
  const names = new Map<string, string>();
  const sequenceOf = (id: string) => sequences.get(id) ?? 0;

  function change(id: string): void {
    sequences.set(id, sequenceOf(id) + 1);
    events.emit(`change ${id}`);
  }

  async function* watch(id: string, after: number | undefined | null) {
    const changes = on(events, `change ${id}`);
    let sent = after ?? sequenceOf(id) - 1;
    while (sent < sequenceOf(id)) yield { watched: { sequence: ++sent, item: { __typename: 'Item', id } } };
    for await (const _ of changes) {
      while (sent < sequenceOf(id)) yield { watched: { sequence: ++sent, item: { __typename: 'Item', id } } };
    }
  }

  async function* listen() {
    for await (const [text] of on(events, 'said', { close: ['silence'] })) yield { said: text };
  }

  const watching: TestSubgraphDefinition = {
    name: 'watching',
    typeDefs: parse(`${LINK}
      type Query { sequence(id: ID!): Int item(id: ID!): Item }
      type Mutation { touch(id: ID!): Int }
      type Subscription { watched(id: ID!, after: Int): Change said: String! secret: String @authenticated refused: String }
      type Change { sequence: Int! item: Item! }
      type Item @key(fields: "id") { id: ID! }
    `),
    resolvers: {
      Query: {
        sequence: (_: unknown, { id }: { id: string }) => sequenceOf(id),
        item: (_: unknown, { id }: { id: string }) => ({ id }),
      },
      Mutation: {
        touch(_: unknown, { id }: { id: string }) {
          change(id);
          return sequenceOf(id);
        },
      },
      Subscription: {
        watched: { subscribe: (_: unknown, { id, after }: { id: string; after?: number }) => watch(id, after) },
        said: { subscribe: () => listen() },
        secret: { subscribe: () => listen(), resolve: () => 'secret' },
        refused: {
          subscribe: () => {
            throw new GraphQLError('not you', { extensions: { code: 'NOT_FOUND' } });
          },
        },
      },
    },
  };
  const naming: TestSubgraphDefinition = {
    name: 'naming',
    typeDefs: parse(
      `${LINK} type Query { names: Int } type Item @key(fields: "id") { id: ID! name: String price: Int }`,
    ),
    resolvers: {
      Item: { __resolveReference: ({ id }: { id: string }) => ({ id, name: names.get(id) ?? `Item ${id}`, price: 3 }) },
    },
  };

  return {
    definitions: [watching, naming],
    change,
    rename: (id, name) => void names.set(id, name),
    say: (text) => void events.emit('said', text),
    fallSilent: () => void events.emit('silence'),
  };
}
