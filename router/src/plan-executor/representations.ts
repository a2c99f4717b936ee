import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import { mergeData } from './merge-data.js';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';
import { rewriteData } from './rewrite-data.js';
import { isOfType } from './runtime-type.js';

/** Entities to ask a subgraph for: each representation once, with all the objects that wait for it. */
export interface Representations {
  readonly values: readonly Json[];
  /** Owners of `values[i]`. */
  readonly owners: readonly (readonly Json[])[];
}

/** Reads from objects what identifies the entities of a fetch; one without a complete key is left out. */
export function collectRepresentations(schema: GraphQLSchema, fetch: Fetch, objects: readonly Json[]): Representations {
  const byText = new Map<string, { value: Json; owners: Json[] }>();
  for (const object of objects) {
    const value = select(schema, object, fetch.requires ?? []);
    if (value === null || !getOwn(value, '__typename')) continue;
    rewriteData(schema, fetch.inputRewrites, value);
    const text = JSON.stringify(value);
    const known = byText.get(text);
    if (known === undefined) byText.set(text, { value, owners: [object] });
    else known.owners.push(object);
  }
  const entries = [...byText.values()];
  return { values: entries.map(({ value }) => value), owners: entries.map(({ owners }) => owners) };
}

function select(schema: GraphQLSchema, source: Json, selections: readonly QueryPlanSelectionNode[]): Json | null {
  const selected: Json = {};
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (!selection.typeCondition || !isOfType(schema, source, selection.typeCondition, false)) continue;
      const part = select(schema, source, selection.selections);
      if (part !== null) mergeData(selected, part);
    } else {
      const name = selection.alias ?? selection.name;
      const value = getOwn(source, name);
      if (value === undefined) return null;
      setOwn(selected, name, selectValue(schema, value, selection.selections));
    }
  }
  return selected;
}

function selectValue(
  schema: GraphQLSchema,
  value: unknown,
  selections: readonly QueryPlanSelectionNode[] | undefined,
): unknown {
  if (selections === undefined) return value;
  if (Array.isArray(value)) return value.map((element) => selectValue(schema, element, selections));
  return isJson(value) ? select(schema, value, selections) : null;
}
