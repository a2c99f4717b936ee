import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { getOwn, type Json } from './own-properties.js';

/** True when a value is of a type or of one that implements it; `unknown` is the answer for a value without a type. */
export function isOfType(schema: GraphQLSchema, value: Json, condition: string, unknown: boolean): boolean {
  const name = getOwn(value, '__typename');
  if (typeof name !== 'string' || name === '') return unknown;
  if (name === condition) return true;
  const type = schema.getType(name);
  const abstract = schema.getType(condition);
  if (!isAbstractType(abstract)) return false;
  return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(abstract, type);
}
