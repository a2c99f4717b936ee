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
  valueFromASTUntyped,
} from 'graphql';
import type { AnyField } from '../authorization/access.js';
import { getOwn, isJson, type Json } from '../plan-executor/own-properties.js';
import type { CostRules, ListSize } from '../supergraph/cost-rules.js';
import type { ParsedOperation } from './prepare-operation.js';

/** What an estimate is made of. */
export interface CostInput {
  readonly schema: GraphQLSchema;
  readonly rules: CostRules;
  readonly variables: Json;
}

/** Length of a list about which the schema says nothing. */
const ASSUMED_LIST_SIZE = 10;

/** What a mutation costs before anything is selected on it. */
const MUTATION_BASE = 10;

/** Lists that a `@listSize(sizedFields:)` of the field above makes as long as its slicing argument says. */
type SizedFields = ReadonlyMap<string, number>;

const NONE: SizedFields = new Map();

/** Estimates how many objects an operation makes the subgraphs produce, in the terms of the IBM cost specification. */
export function estimateCost(operation: ParsedOperation, input: CostInput): number {
  const root = input.schema.getRootType(operation.definition.operation);
  if (!root) return 0;
  const base = operation.definition.operation === 'mutation' ? MUTATION_BASE : 0;
  return base + new Estimate(operation, input).ofSet(operation.definition.selectionSet, root, NONE);
}

class Estimate {
  readonly #fragments = new Map<string, number>();

  constructor(
    readonly operation: ParsedOperation,
    readonly input: CostInput,
  ) {}

  ofSet({ selections }: SelectionSetNode, parent: GraphQLCompositeType, sized: SizedFields): number {
    return selections.reduce((sum, selection) => sum + this.#ofSelection(selection, parent, sized), 0);
  }

  #ofSelection(selection: SelectionNode, parent: GraphQLCompositeType, sized: SizedFields): number {
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
  #ofFragment(name: string, parent: GraphQLCompositeType, sized: SizedFields): number {
    const fragment = this.operation.fragments.get(name);
    if (fragment === undefined) return 0;
    const cost = () =>
      this.ofSet(fragment.selectionSet, this.#typeNamed(fragment.typeCondition.name.value) ?? parent, sized);
    if (sized.size > 0) return cost();
    const known = this.#fragments.get(name) ?? cost();
    this.#fragments.set(name, known);
    return known;
  }

  #ofField(node: FieldNode, parent: GraphQLCompositeType, sized: SizedFields): number {
    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return 0; // __typename and introspection
    const rule =
      this.input.rules.listSizes.get(`${parent.name}.${field.name}`) ?? this.#ruleOfImplementation(parent, field);
    const declared = rule && this.#declaredSize(rule, node, field);
    const count = this.#isList(field) ? (sized.get(field.name) ?? declared ?? ASSUMED_LIST_SIZE) : 1;
    const own = this.#weightOf(parent, field);
    const inner = this.#ofSelectionOf(node, field, sizesBelow(rule, declared));
    return count * (own + inner);
  }

  #ofSelectionOf(node: FieldNode, field: AnyField, sized: SizedFields): number {
    const type = getNamedType(field.type);
    return node.selectionSet === undefined || !isCompositeType(type) ? 0 : this.ofSet(node.selectionSet, type, sized);
  }

  #weightOf(parent: GraphQLCompositeType, field: AnyField): number {
    const { weights } = this.input.rules;
    const type = getNamedType(field.type);
    return weights.get(`${parent.name}.${field.name}`) ?? weights.get(type.name) ?? (isCompositeType(type) ? 1 : 0);
  }

  #declaredSize(
    { slicingArguments = [], assumedSize }: ListSize,
    node: FieldNode,
    field: AnyField,
  ): number | undefined {
    const sizes = slicingArguments.map((path) => this.#argumentAt(path.split('.'), node, field));
    const given = sizes.filter((size) => typeof size === 'number');
    return given.length > 0 ? Math.max(0, ...given) : assumedSize;
  }

  /** The value of an argument, or of a field of an input object (`input.first`). */
  #argumentAt([name = '', ...path]: readonly string[], node: FieldNode, field: AnyField): unknown {
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    const written = given === undefined ? undefined : valueFromASTUntyped(given, this.input.variables);
    const value = written ?? field.args.find((argument) => argument.name === name)?.defaultValue;
    return path.reduce<unknown>((object, key) => (isJson(object) ? getOwn(object, key) : undefined), value);
  }

  #ruleOfImplementation(parent: GraphQLCompositeType, field: AnyField): ListSize | undefined {
    if (!isInterfaceType(parent)) return undefined;
    const types = this.input.schema.getPossibleTypes(parent);
    return types
      .map(({ name }) => this.input.rules.listSizes.get(`${name}.${field.name}`))
      .find((rule) => rule !== undefined);
  }

  #isList(field: AnyField): boolean {
    return isListType(getNullableType(field.type));
  }

  #typeNamed(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.input.schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }
}

function sizesBelow(rule: ListSize | undefined, size: number | undefined): SizedFields {
  return size === undefined ? NONE : new Map((rule?.sizedFields ?? []).map((name) => [name, size]));
}

function fieldOf(parent: GraphQLCompositeType, name: string): AnyField | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}
