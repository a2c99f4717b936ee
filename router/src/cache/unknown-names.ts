import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { CacheConfig } from '../config/cache-section.js';

/** Types and fields that settings of the cache name and the supergraph does not have: misspelt, they keep or forget nothing. */
export function unknownNames({ rules, invalidatedBy, events }: CacheConfig, schema: GraphQLSchema): readonly string[] {
  const ofEvents = events?.rules.flatMap(({ tags, entities }) => [...tags, ...entities.map(({ type }) => type)]) ?? [];
  const named = [Object.keys(rules), Object.keys(invalidatedBy), ...Object.values(invalidatedBy), ofEvents].flat();
  return [...new Set(named)].filter((name) => !isIn(schema, name));
}

function isIn(schema: GraphQLSchema, name: string): boolean {
  const [typeName = '', field] = name.split('.');
  const type = schema.getType(typeName);
  if (field === undefined) return type !== undefined;
  return (isObjectType(type) || isInterfaceType(type)) && Object.hasOwn(type.getFields(), field);
}
