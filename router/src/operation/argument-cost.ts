import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import type { AnyField } from '../authorization/access.js';
import { isJson, type Json } from '../plan-executor/own-properties.js';
import type { CostRules } from '../supergraph/cost-rules.js';

/** Reads values of arguments, and remembers whether a variable was among them. */
export interface ArgumentReader {
  readonly hasReadVariables: boolean;
  valueOf(node: ValueNode): unknown;
}

/** A reader with the variables of one request. */
export function createArgumentReader(variables: Json): ArgumentReader {
  let hasReadVariables = false;
  return {
    get hasReadVariables() {
      return hasReadVariables;
    },
    valueOf(node) {
      hasReadVariables ||= holdsVariable(node);
      return valueFromASTUntyped(node, variables);
    },
  };
}

/** What the arguments of a field cost: weights of arguments, input fields and their types; an input object is 1 by itself. */
export function argumentCost(
  parent: GraphQLCompositeType,
  field: AnyField,
  node: FieldNode,
  { rules: { weights }, reader }: { readonly rules: CostRules; readonly reader: ArgumentReader },
): number {
  if (node.arguments === undefined || node.arguments.length === 0) return 0;
  const ofValue = (value: unknown, type: GraphQLInputType, key: string): number => {
    if (value === null || value === undefined) return 0;
    if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + ofValue(entry, type, key), 0);
    const named = getNamedType(type);
    const weight = weights.get(key) ?? weights.get(named.name) ?? (isInputObjectType(named) ? 1 : 0);
    return weight + (isInputObjectType(named) && isJson(value) ? ofObject(value, named) : 0);
  };
  const ofObject = (value: Json, type: GraphQLInputObjectType): number =>
    Object.values(type.getFields()).reduce(
      (sum, { name, type: below }) => sum + ofValue(value[name], below, `${type.name}.${name}`),
      0,
    );

  return node.arguments.reduce((sum, { name, value }) => {
    const argument = field.args.find((candidate) => candidate.name === name.value);
    if (argument === undefined || !isWeighed(argument.type, `${parent.name}.${field.name}(${name.value}:)`)) return sum;
    return sum + ofValue(reader.valueOf(value), argument.type, `${parent.name}.${field.name}(${name.value}:)`);
  }, 0);

  /** Most arguments are plain scalars that cost nothing, whatever their value. */
  function isWeighed(type: GraphQLInputType, key: string): boolean {
    const named = getNamedType(type);
    return isInputObjectType(named) || weights.has(key) || weights.has(named.name);
  }
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.VARIABLE) return true;
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable);
  return node.kind === Kind.OBJECT && node.fields.some(({ value }) => holdsVariable(value));
}
