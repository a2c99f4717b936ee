import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { CacheConfig } from '../config/cache-section.js';

/** Types and fields that `rules` and `invalidatedBy` name and the supergraph does not have; who hears of events tells of its own rules. */
export function unknownNames(
  { rules, invalidatedBy }: Pick<CacheConfig, 'rules' | 'invalidatedBy'>,
  schema: GraphQLSchema,
): readonly string[] {
  const named = [Object.keys(rules), Object.keys(invalidatedBy), ...Object.values(invalidatedBy)].flat();
  return [...new Set(named)].filter((name) => !isIn(schema, name));
}

function isIn(schema: GraphQLSchema, name: string): boolean {
  const [typeName = '', field] = name.split('.');
  const type = schema.getType(typeName);
  if (field === undefined) return type !== undefined;
  return (isObjectType(type) || isInterfaceType(type)) && Object.hasOwn(type.getFields(), field);
}
