import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql';
import { isWithinDepth } from '../within-depth.js';

const INTEGER = /^-?\d+$/;

/** Tells whether a subgraph's value fits a scalar or enum; custom scalars take everything. */
export function leafCheck(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) return (value) => typeof value === 'string' && type.getValue(value) !== undefined;
  switch (type.name) {
    case GraphQLBoolean.name:
      return (value) => typeof value === 'boolean';
    case GraphQLInt.name:
      return isWhole;
    case GraphQLFloat.name:
      return isNumber;
    case GraphQLID.name:
      return (value) => typeof value === 'string' || isWhole(value);
    case GraphQLString.name:
      return (value) => typeof value === 'string';
    default:
      return () => true;
  }
}

/** Whether a subgraph's value fits, and can be written. */
export const isLeafValue = (type: GraphQLLeafType, value: unknown): boolean =>
  leafCheck(type)(value) && isWithinDepth(value);

const isWhole = (value: unknown): boolean =>
  Number.isSafeInteger(value) || (isNumber(value) && INTEGER.test(String(value)));
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
