import {
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLNamedOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { AnyField } from '../authorization/access.js';
import type { CostRules, ListSize } from '../supergraph/cost-rules.js';

/** A schema and what its supergraph says about costs. */
export interface CostInput {
  readonly schema: GraphQLSchema;
  readonly rules: CostRules;
}

/** What a field costs, as far as the schema tells it. */
export interface FieldCosts {
  /** Of one value, without what is selected below it. */
  readonly weight: number;
  /** Of one value of an argument, by the argument's name. */
  readonly argumentWeights: ReadonlyMap<string, number>;
  /** How long its list is. */
  readonly listSizes: readonly ListSize[];
}

/** By field of one schema: each is worked out once. */
const KNOWN = new WeakMap<AnyField, FieldCosts>();

/**
 * Weights stand on fields, else on their types; objects are 1 and leaves 0 by default. Interfaces and unions have none of
 * their own: what may be one of several types costs what the dearest of them does.
 */
export function fieldCosts(input: CostInput, parent: GraphQLCompositeType, field: AnyField): FieldCosts {
  let known = KNOWN.get(field);
  if (known === undefined) {
    known = workOut(input, parent, field);
    KNOWN.set(field, known);
  }
  return known;
}

/** A field of a type; undefined for `__typename` and introspection. */
export const fieldOf = (type: GraphQLCompositeType, name: string): AnyField | undefined =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;

/** What one value of an argument or an input field costs, without what is in it. */
export function inputWeight({ weights }: CostRules, place: string, type: GraphQLInputType): number {
  const named = getNamedType(type);
  return weights.get(place) ?? weights.get(named.name) ?? (isInputObjectType(named) ? 1 : 0);
}

function workOut(input: CostInput, parent: GraphQLCompositeType, field: AnyField): FieldCosts {
  const { schema, rules } = input;
  const places = typesOf(schema, parent).map((type) => ({
    place: `${type.name}.${field.name}`,
    type: (fieldOf(type, field.name) ?? field).type,
  }));
  const dearest = (weightAt: (place: string) => number) => Math.max(...places.map(({ place }) => weightAt(place)));
  return {
    weight: Math.max(
      ...places.map(({ place, type }) => rules.weights.get(place) ?? typeWeight(input, getNamedType(type))),
    ),
    argumentWeights: new Map(
      field.args.map(({ name, type }) => [name, dearest((place) => inputWeight(rules, `${place}(${name}:)`, type))]),
    ),
    listSizes: [...new Set([`${parent.name}.${field.name}`, ...places.map(({ place }) => place)])]
      .map((place) => rules.listSizes.get(place))
      .filter((rule) => rule !== undefined),
  };
}

function typeWeight({ schema, rules: { weights } }: CostInput, type: GraphQLNamedOutputType): number {
  if (!isCompositeType(type)) return weights.get(type.name) ?? 0;
  return Math.max(...typesOf(schema, type).map(({ name }) => weights.get(name) ?? 1));
}

/** The concrete types that a value can have; one that nothing implements stands for itself. */
function typesOf(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  return types.length === 0 ? [type] : types;
}
