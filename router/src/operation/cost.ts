import {
  type FieldNode,
  type GraphQLCompositeType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { AnyField } from '../authorization/access.js';
import type { Json } from '../plan-executor/own-properties.js';
import type { ListSize } from '../supergraph/cost-rules.js';
import { type Amount, amountWith, combine, sum } from './amount.js';
import { argumentCost } from './argument-cost.js';
import { type CostInput, fieldCosts, fieldOf } from './field-costs.js';
import { introspectionSize } from './introspection-size.js';
import { declaredSize } from './list-size.js';
import type { ParsedOperation } from './parsed-operation.js';

/** Length of a list about which the schema says nothing. */
const ASSUMED_LIST_SIZE = 10;

/** What each field of a mutation costs besides its weight, so that a hundred aliases cost a hundred times one. */
export const MUTATION_BASE = 10;

/** What an object of an introspection costs: it is made here, and asks no subgraph. */
const INTROSPECTION_WEIGHT = 0.01;

/** Lists that a `@listSize(sizedFields:)` of the field above makes as long as its slicing argument says. */
type SizedFields = ReadonlyMap<string, Size>;
type Size = Amount<number | undefined>;

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
    const costs = fieldCosts(this.input, parent, field);
    const sizes = costs.listSizes.map((rule) => ({ rule, size: declaredSize(rule, node, field) }));
    const declared = sizes.map(({ size }) => size).reduce(longer, undefined);
    const count = this.#isList(field)
      ? combine(sized.get(field.name), declared, (above, own) => above ?? own ?? ASSUMED_LIST_SIZE)
      : 1;
    const base = this.#baseOf(parent);
    const below = this.#ofSelectionOf(node, field, sizesBelow(sizes));
    const values = combine(count, below, (times, inner) => base + times * (costs.weight + inner));
    return sum([values, argumentCost(field, node, costs, this.input.rules)]);
  }

  #ofSelectionOf(node: FieldNode, field: AnyField, sized: SizedFields): Amount {
    const type = getNamedType(field.type);
    return node.selectionSet === undefined || !isCompositeType(type) ? 0 : this.ofSet(node.selectionSet, type, sized);
  }

  #baseOf(parent: GraphQLCompositeType): number {
    return parent === this.input.schema.getMutationType() ? MUTATION_BASE : 0;
  }

  #isList(field: AnyField): boolean {
    return isListType(getNullableType(field.type));
  }

  #typeNamed(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.input.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

function sizesBelow(sizes: readonly { readonly rule: ListSize; readonly size: Size }[]): SizedFields {
  if (sizes.every(({ rule }) => rule.sizedFields === undefined)) return NONE;
  const below = new Map<string, Size>();
  for (const { rule, size } of sizes)
    for (const name of rule.sizedFields ?? []) if (size !== undefined) below.set(name, longer(below.get(name), size));
  return below;
}

const longer = (one: Size, other: Size): Size =>
  combine(one, other, (a, b) => (a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)));
