import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { AnyField } from '../authorization/access.js';
import type { Json } from '../plan-executor/own-properties.js';
import type { CostRules, ListSize } from '../supergraph/cost-rules.js';
import { type Amount, amountWith, combine, sum } from './amount.js';
import { argumentCost } from './argument-cost.js';
import { introspectionSize } from './introspection-size.js';
import { declaredSize } from './list-size.js';
import type { ParsedOperation } from './parsed-operation.js';

/** What an estimate is made of. */
export interface CostInput {
  readonly schema: GraphQLSchema;
  readonly rules: CostRules;
}

/** Length of a list about which the schema says nothing. */
const ASSUMED_LIST_SIZE = 10;

/** What each field of a mutation costs besides its weight, so that a hundred aliases cost a hundred times one. */
export const MUTATION_BASE = 10;

/** What an object of an introspection costs: it is made here, and asks no subgraph. */
const INTROSPECTION_WEIGHT = 0.01;

/** What one value of a field costs: the field's own weight, else that of its type; objects 1 and leaves 0 by default. */
export function fieldWeight({ weights }: CostRules, parent: GraphQLCompositeType, field: AnyField): number {
  const type = getNamedType(field.type);
  return weights.get(`${parent.name}.${field.name}`) ?? weights.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
}

/** Lists that a `@listSize(sizedFields:)` of the field above makes as long as its slicing argument says. */
type SizedFields = ReadonlyMap<string, Amount<number | undefined>>;

const NONE: SizedFields = new Map();

/**
 * Estimates how many objects an operation makes the subgraphs produce, in the terms of the IBM cost specification. It is
 * worked out once, but for what a request's variables say. Throws `OperationRefused` when a list is asked for without saying
 * how long.
 */
export function costEstimator(operation: ParsedOperation, input: CostInput): (variables: Json) => number {
  const introspection = operation.isIntrospection ? introspectionSize(operation, input.schema) : 0;
  let cost: Amount | undefined;
  return (variables) => {
    cost ??= sum([new Estimate(operation, input).total(), Math.ceil(introspection * INTROSPECTION_WEIGHT)]);
    return Math.min(Math.max(0, amountWith(cost, variables)), Number.MAX_SAFE_INTEGER);
  };
}

class Estimate {
  readonly #fragments = new Map<string, Amount>();

  constructor(
    readonly operation: ParsedOperation,
    readonly input: CostInput,
  ) {}

  total(): Amount {
    const { definition } = this.operation;
    const root = this.input.schema.getRootType(definition.operation);
    return root ? this.ofSet(definition.selectionSet, root, NONE) : 0;
  }

  ofSet({ selections }: SelectionSetNode, parent: GraphQLCompositeType, sized: SizedFields): Amount {
    return sum(selections.map((selection) => this.#ofSelection(selection, parent, sized)));
  }

  #ofSelection(selection: SelectionNode, parent: GraphQLCompositeType, sized: SizedFields): Amount {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.#ofField(selection, parent, sized);
      case Kind.INLINE_FRAGMENT: {
        const type = this.#typeNamed(selection.typeCondition?.name.value) ?? parent;
        return this.ofSet(selection.selectionSet, type, sized);
      }
      case Kind.FRAGMENT_SPREAD:
        return this.#ofFragment(selection.name.value, parent, sized);
    }
  }

  /** A fragment costs the same wherever nothing above it sizes its lists. */
  #ofFragment(name: string, parent: GraphQLCompositeType, sized: SizedFields): Amount {
    const fragment = this.operation.fragments.get(name);
    if (fragment === undefined) return 0;
    const cost = () =>
      this.ofSet(fragment.selectionSet, this.#typeNamed(fragment.typeCondition.name.value) ?? parent, sized);
    if (sized.size > 0) return cost();
    const known = this.#fragments.get(name) ?? cost();
    this.#fragments.set(name, known);
    return known;
  }

  #ofField(node: FieldNode, parent: GraphQLCompositeType, sized: SizedFields): Amount {
    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return 0; // __typename and introspection
    const rule = this.#ruleOf(parent, field);
    const declared = rule && declaredSize(rule, node, field);
    const count = this.#isList(field)
      ? combine(sized.get(field.name), declared, (above, own) => above ?? own ?? ASSUMED_LIST_SIZE)
      : 1;
    const base = this.#baseOf(parent);
    const own = fieldWeight(this.input.rules, parent, field);
    const below = this.#ofSelectionOf(node, field, sizesBelow(rule, declared));
    const values = combine(count, below, (times, inner) => base + times * (own + inner));
    return sum([values, argumentCost(parent, field, node, this.input.rules)]);
  }

  #ofSelectionOf(node: FieldNode, field: AnyField, sized: SizedFields): Amount {
    const type = getNamedType(field.type);
    return node.selectionSet === undefined || !isCompositeType(type) ? 0 : this.ofSet(node.selectionSet, type, sized);
  }

  #baseOf(parent: GraphQLCompositeType): number {
    return parent === this.input.schema.getMutationType() ? MUTATION_BASE : 0;
  }

  #ruleOf(parent: GraphQLCompositeType, field: AnyField): ListSize | undefined {
    const { listSizes } = this.input.rules;
    const own = listSizes.get(`${parent.name}.${field.name}`);
    if (own !== undefined || !isInterfaceType(parent)) return own;
    const types = this.input.schema.getPossibleTypes(parent);
    return types.map(({ name }) => listSizes.get(`${name}.${field.name}`)).find((rule) => rule !== undefined);
  }

  #isList(field: AnyField): boolean {
    return isListType(getNullableType(field.type));
  }

  #typeNamed(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.input.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

function sizesBelow(rule: ListSize | undefined, size: Amount<number | undefined>): SizedFields {
  return size === undefined ? NONE : new Map((rule?.sizedFields ?? []).map((name) => [name, size]));
}

function fieldOf(parent: GraphQLCompositeType, name: string): AnyField | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}
