import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { EventRule } from '../config/cache-events-section.js';
import type { CacheConfig } from '../config/cache-section.js';

/** Types and fields that `rules` and `invalidatedBy` name and the supergraph does not have. */
export function unknownInRules(
  { rules, invalidatedBy }: Pick<CacheConfig, 'rules' | 'invalidatedBy'>,
  schema: GraphQLSchema,
): readonly string[] {
  return unknown(
    [...Object.keys(rules), ...Object.keys(invalidatedBy), ...Object.values(invalidatedBy).flat()],
    schema,
  );
}

/** The same for rules for events: what they misspell would never be forgotten. */
export function unknownInEvents(rules: readonly EventRule[], schema: GraphQLSchema): readonly string[] {
  const keys = rules.flatMap(({ entities }) =>
    entities.flatMap(({ type, key }) => Object.keys(key).map((field) => `${type}.${field}`)),
  );
  return unknown([...rules.flatMap(({ tags }) => tags), ...keys], schema);
}

const unknown = (names: readonly string[], schema: GraphQLSchema): readonly string[] =>
  [...new Set(names)].filter((name) => !isIn(schema, name));

function isIn(schema: GraphQLSchema, name: string): boolean {
  const [typeName = '', field] = name.split('.');
  const type = schema.getType(typeName);
  if (field === undefined || type === undefined) return type !== undefined;
  return (isObjectType(type) || isInterfaceType(type)) && Object.hasOwn(type.getFields(), field);
}
