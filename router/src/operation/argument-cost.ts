import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import type { AnyField } from '../authorization/access.js';
import { isJson, type Json } from '../plan-executor/own-properties.js';
import type { CostRules } from '../supergraph/cost-rules.js';
import { type Amount, amountOf, sum } from './amount.js';

/** What the arguments of a field cost: weights of arguments, input fields and their types; an input object is 1 by itself. */
export function argumentCost(
  parent: GraphQLCompositeType,
  field: AnyField,
  node: FieldNode,
  { weights }: CostRules,
): Amount {
  if (node.arguments === undefined || node.arguments.length === 0) return 0;
  const ofValue = (value: unknown, type: GraphQLInputType, key: string): number => {
    if (value === null || value === undefined) return 0;
    if (Array.isArray(value)) return value.reduce<number>((total, entry) => total + ofValue(entry, type, key), 0);
    const named = getNamedType(type);
    const weight = weights.get(key) ?? weights.get(named.name) ?? (isInputObjectType(named) ? 1 : 0);
    return weight + (isInputObjectType(named) && isJson(value) ? ofObject(value, named) : 0);
  };
  const ofObject = (value: Json, type: GraphQLInputObjectType): number =>
    Object.values(type.getFields()).reduce(
      (total, { name, type: below }) => total + ofValue(value[name], below, `${type.name}.${name}`),
      0,
    );

  const costs = node.arguments.map(({ name, value: given }) => {
    const argument = field.args.find((candidate) => candidate.name === name.value);
    const key = `${parent.name}.${field.name}(${name.value}:)`;
    if (argument === undefined || !isWeighed(argument.type, key)) return 0;
    return amountOf(given, (value) => ofValue(value, argument.type, key));
  });
  return sum(costs);

  /** Most arguments are plain scalars that cost nothing, whatever their value. */
  function isWeighed(type: GraphQLInputType, key: string): boolean {
    const named = getNamedType(type);
    return isInputObjectType(named) || weights.has(key) || weights.has(named.name);
  }
}
