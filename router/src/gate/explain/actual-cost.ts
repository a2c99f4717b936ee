import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { MUTATION_BASE } from '../../operation/cost.js';
import type { ReadyOperation } from '../../operation/execute-operation.js';
import { fieldCosts, fieldOf } from '../../operation/field-costs.js';
import { getOwn, isJson, type Json } from '../../plan-executor/own-properties.js';
import type { CostRules } from '../../supergraph/cost-rules.js';

/** What an answer has cost: the same weights as of the estimate, with the lists that really came; without arguments. */
export function actualCost({ planned, known }: ReadyOperation, data: Json): number {
  const { apiSchema: schema, costRules: rules } = planned.supergraph;
  const { definition, fragments } = known.parsed;
  const counter = new Counter(schema, rules, (name) => fragments.get(name)?.selectionSet);
  return counter.ofObject([definition.selectionSet], planned.rootType, data);
}

interface Selected {
  readonly node: FieldNode;
  readonly parent: GraphQLCompositeType;
  readonly sets: SelectionSetNode[];
}

class Counter {
  constructor(
    readonly schema: GraphQLSchema,
    readonly rules: CostRules,
    readonly fragment: (name: string) => SelectionSetNode | undefined,
  ) {}

  ofObject(sets: readonly SelectionSetNode[], parent: GraphQLCompositeType, object: Json): number {
    const fields = new Map<string, Selected>();
    for (const set of sets) this.#collect(set, parent, fields);
    const base = parent === this.schema.getMutationType() ? MUTATION_BASE : 0;
    return [...fields].reduce((sum, [name, selected]) => {
      const value = getOwn(object, name);
      return value === undefined || value === null ? sum : sum + base + this.#ofValue(selected, value);
    }, 0);
  }

  #collect({ selections }: SelectionSetNode, parent: GraphQLCompositeType, into: Map<string, Selected>): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const known = into.get(name) ?? { node: selection, parent, sets: [] };
        if (selection.selectionSet !== undefined) known.sets.push(selection.selectionSet);
        into.set(name, known);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const type = selection.typeCondition && this.schema.getType(selection.typeCondition.name.value);
        this.#collect(selection.selectionSet, isCompositeType(type) ? type : parent, into);
      } else {
        const set = this.fragment(selection.name.value);
        if (set !== undefined) this.#collect(set, parent, into);
      }
    }
  }

  #ofValue(selected: Selected, value: unknown): number {
    if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + this.#ofValue(selected, entry), 0);
    if (value === null || value === undefined) return 0;
    const { node, parent, sets } = selected;
    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return 0; // __typename and introspection
    const type = getNamedType(field.type);
    const inner = isCompositeType(type) && isJson(value) ? this.ofObject(sets, type, value) : 0;
    return fieldCosts(this, parent, field).weight + inner;
  }
}
