import { type GraphQLSchema, isInterfaceType, isObjectType, Kind, parse } from 'graphql';
import { directiveArguments } from '../supergraph/linked-directives.js';

/** Fields of one key of an entity, without those inside of them. */
export type KeyFields = ReadonlySet<string>;

const known = new WeakMap<GraphQLSchema, Map<string, readonly KeyFields[]>>();

/** All keys by which subgraphs may be asked for an entity of this type. */
export function keysOf(type: string, schema: GraphQLSchema): readonly KeyFields[] {
  const byType = known.get(schema) ?? new Map<string, readonly KeyFields[]>();
  known.set(schema, byType);
  const keys = byType.get(type) ?? readKeys(type, schema);
  byType.set(type, keys);
  return keys;
}

function readKeys(name: string, schema: GraphQLSchema): readonly KeyFields[] {
  const type = schema.getType(name);
  const directives = isObjectType(type) || isInterfaceType(type) ? (type.astNode?.directives ?? []) : [];
  const keys = directives.flatMap((directive) => {
    const { key } = directive.name.value === 'join__type' ? directiveArguments(directive) : {};
    return typeof key === 'string' ? [key] : [];
  });
  return [...new Set(keys)].map(topFieldsOf);
}

/** Of `id owner { id }`: id and owner. */
function topFieldsOf(key: string): KeyFields {
  const [definition] = parse(`{ ${key} }`, { noLocation: true }).definitions;
  const selections = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
  return new Set(selections.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : [])));
}
