import {
  type DirectiveDefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  print,
  specifiedScalarTypes,
  type TypeNode,
  visit,
} from 'graphql';

/** Where a client may write a directive (GraphQL, section 3.13). */
const EXECUTABLE: ReadonlySet<string> = new Set([
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);

/** Directives of clients that came into the supergraph by `@composeDirective`; the gateway takes them for those of a schema. */
export interface ComposedDirectives {
  /** Their definitions for the API schema; empty without any. */
  readonly sdl: string;
  /** The operation without them: the supergraph does not tell which subgraphs would know them. */
  withoutThem(operation: DocumentNode): DocumentNode;
}

/** Finds what clients may write and the gateway's API schema has lost. */
export function composedDirectives(supergraph: DocumentNode, apiSchema: GraphQLSchema): ComposedDirectives {
  const definitions = supergraph.definitions
    .filter((definition) => definition.kind === Kind.DIRECTIVE_DEFINITION)
    .map(forClients)
    .filter((definition) => isLost(definition, apiSchema));
  const names = new Set(definitions.map(({ name }) => name.value));
  return {
    sdl: definitions.map((definition) => `\n\n${print(definition)}`).join(''),
    withoutThem: (operation) =>
      names.size === 0
        ? operation
        : visit(operation, { Directive: ({ name }) => (names.has(name.value) ? null : undefined) }),
  };
}

/** Without the places in a schema, where it says nothing to a client. */
function forClients(definition: DirectiveDefinitionNode): DirectiveDefinitionNode {
  return { ...definition, locations: definition.locations.filter(({ value }) => EXECUTABLE.has(value)) };
}

function isLost(definition: DirectiveDefinitionNode, apiSchema: GraphQLSchema): boolean {
  if (definition.locations.length === 0 || apiSchema.getDirective(definition.name.value)) return false;
  return (definition.arguments ?? []).every(({ type }) => isKnown(namedType(type), apiSchema));
}

const SCALARS: ReadonlySet<string> = new Set(specifiedScalarTypes.map(({ name }) => name));

const isKnown = (type: string, schema: GraphQLSchema): boolean =>
  SCALARS.has(type) || schema.getType(type) !== undefined;

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));
