import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import type { EventRule } from '../../config/cache-events-section.js';

/** What rules name and a supergraph does not have: misspelt, it would never be forgotten. */
export function unknownNames(rules: readonly EventRule[], schema: GraphQLSchema): readonly string[] {
  const keys = rules.flatMap(({ entities }) =>
    entities.flatMap(({ type, key }) => Object.keys(key).map((field) => `${type}.${field}`)),
  );
  const names = new Set([...rules.flatMap(({ tags }) => tags), ...keys]);
  return [...names].filter((name) => !isKnown(name, schema));
}

function isKnown(name: string, schema: GraphQLSchema): boolean {
  const [typeName = '', field] = name.split('.');
  const type = schema.getType(typeName);
  if (field === undefined || type === undefined) return type !== undefined;
  return (isObjectType(type) || isInterfaceType(type)) && Object.hasOwn(type.getFields(), field);
}
