import type { GraphQLFieldResolver } from 'graphql';
import { asOneProgram } from './as-one-program.js';
import { facts } from './contexts.js';

/** An object with all that stands above it. */
interface Node {
  readonly __typename: string;
  readonly id: string;
  readonly above: Node | undefined;
}

/** All arguments of the graph. */
interface Arguments {
  readonly id: string;
  readonly first?: number | null;
  readonly isLoud?: boolean | null;
  readonly factor: number;
}

type Resolver = (node: Node, args: Arguments) => unknown;

const under = (above: Node | undefined, __typename: string) => (id: string) => ({ __typename, id, above }) as const;

/** The nearest object above, of one of these types. */
function above({ above: next }: Node, ...types: readonly string[]): Node {
  if (next === undefined) throw new Error(`Nothing of ${types.join(' or ')} is above.`);
  return types.includes(next.__typename) ? next : above(next, ...types);
}

const maybe = <T>(id: string | null, make: (id: string) => T): T | null => (id === null ? null : make(id));

const RESOLVERS: Readonly<Record<string, Readonly<Record<string, Resolver>>>> = {
  Library: {
    tongue: ({ id }) => facts.tongue(id),
    currency: ({ id }) => facts.currency(id),
    country: ({ id }) => facts.country(id),
    rooms: (node) => facts.rooms(node.id).map(under(node, 'Room')),
    featured: (node) => maybe(facts.featured(node.id), under(node, 'Book')),
    magazines: (node) => facts.magazines.map(under(node, 'Magazine')),
    sister: (node) => under(node, 'Library')(facts.sister(node.id)),
    floors: ({ id }) => facts.floors(id),
    opening: ({ id }) => facts.opening(id),
  },
  Branch: {
    street: ({ id }) => facts.street(id),
    magazines: (node) => facts.magazines.map(under(node, 'Magazine')),
  },
  Magazine: {
    stamp: (node) => {
      const found = above(node, 'Library', 'Branch');
      return facts.stamp(node.id, found.__typename === 'Library' ? facts.currency(found.id) : facts.street(found.id));
    },
  },
  Room: {
    tongue: ({ id }) => facts.tongue(id),
    books: (node, { first }) => facts.books(node.id, first).map(under(node, 'Book')),
  },
  Book: {
    title: (node, { isLoud }) => facts.title(node.id, facts.tongue(above(node, 'Library', 'Room').id), isLoud),
    price: (node, { factor }) => facts.price(node.id, facts.currency(above(node, 'Library').id), factor),
    tax: (node) => facts.tax(node.id, facts.country(above(node, 'Library').id).code),
    shelf: (node) => facts.shelf(node.id, facts.floors(above(node, 'Library').id)),
    sequel: (node) => maybe(facts.sequel(node.id), under(node, 'Book')),
    copies: ({ id }) => facts.copies(id),
    origin: (node) => under(node, 'Library')(facts.origin(node.id)),
  },
};

const ROOTS: Readonly<Record<string, (args: Arguments) => unknown>> = {
  libraries: () => facts.libraries.map(under(undefined, 'Library')),
  library: ({ id }) => (facts.libraries.includes(id as 'l1') ? under(undefined, 'Library')(id) : null),
  founds: () => [
    under(undefined, 'Branch')('s1'),
    null,
    under(undefined, 'Library')('l2'),
    under(undefined, 'Branch')('s2'),
  ],
  stocked: () => 6,
};

const resolve: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, { parentType, fieldName }) => {
  if (parentType.name === 'Query') return ROOTS[fieldName]?.(args as Arguments);
  const resolver = RESOLVERS[parentType.name]?.[fieldName];
  // Objects of the reference are nodes, or plain values.
  if (resolver !== undefined) return resolver(source as Node, args as Arguments);
  return (source as Readonly<Record<string, unknown>>)[fieldName];
};

/** The same graph as one program, in which a field looks up by itself what stands above it. */
export const answerContexts = asOneProgram(resolve);
