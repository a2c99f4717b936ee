import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql';

const INTEGER = /^-?\d+$/;

/** Whether a subgraph's value fits its scalar or enum; custom scalars take everything. */
export function isLeafValue(type: GraphQLLeafType, value: unknown): boolean {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  switch (type.name) {
    case GraphQLBoolean.name:
      return typeof value === 'boolean';
    case GraphQLInt.name:
      return isNumber(value) && INTEGER.test(String(value));
    case GraphQLFloat.name:
      return isNumber(value);
    case GraphQLID.name:
      return typeof value === 'string' || (isNumber(value) && INTEGER.test(String(value)));
    case GraphQLString.name:
      return typeof value === 'string';
    default:
      return true;
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
