import {
  type FieldNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import type { AnyField } from '../authorization/access.js';
import { getOwn, isJson, type Json } from '../plan-executor/own-properties.js';
import type { CostRules } from '../supergraph/cost-rules.js';
import { type Amount, amountOf, sum } from './amount.js';
import { type FieldCosts, inputWeight } from './field-costs.js';

/** What the arguments of a field cost: weights of arguments, input fields and their types; an input object is 1 by itself. */
export function argumentCost(
  field: AnyField,
  node: FieldNode,
  { argumentWeights }: FieldCosts,
  rules: CostRules,
): Amount {
  if (node.arguments === undefined || node.arguments.length === 0) return 0;
  const ofValue = (value: unknown, type: GraphQLInputType, weight: number): number => {
    if (value === null || value === undefined) return 0;
    if (Array.isArray(value)) return value.reduce<number>((total, entry) => total + ofValue(entry, type, weight), 0);
    const named = getNamedType(type);
    return weight + (isInputObjectType(named) && isJson(value) ? ofObject(value, named) : 0);
  };
  const ofObject = (value: Json, type: GraphQLInputObjectType): number =>
    Object.values(type.getFields()).reduce(
      (total, { name, type: below }) =>
        total + ofValue(getOwn(value, name), below, inputWeight(rules, `${type.name}.${name}`, below)),
      0,
    );

  const costs = node.arguments.map(({ name, value: given }) => {
    const argument = field.args.find((candidate) => candidate.name === name.value);
    const weight = argumentWeights.get(name.value) ?? 0;
    // Most arguments are plain scalars that cost nothing, whatever their value.
    if (argument === undefined || (weight === 0 && !isInputObjectType(getNamedType(argument.type)))) return 0;
    return amountOf(given, (value) => ofValue(value, argument.type, weight));
  });
  return sum(costs);
}
