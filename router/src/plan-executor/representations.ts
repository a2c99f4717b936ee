import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { PlanRun } from './execute-plan.js';
import { mergeData } from './merge-data.js';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';
import { objectsAt } from './places.js';
import { rewriteData } from './rewrite-data.js';
import { isOfType } from './runtime-type.js';
import { representationWriter } from './write-representation.js';

/** An object that waits for a fetch. */
export interface Owner {
  readonly fetch: Fetch;
  readonly object: Json;
}

/** An entity to ask a subgraph for, once, with all that wait for it. */
export interface Representation {
  /** JSON, as it is sent. */
  readonly text: string;
  readonly owners: readonly Owner[];
}

/** Reads what identifies the entities of fetches that ask the same; an object without a complete key is left out. */
export function collectRepresentations(
  { schema, data }: Pick<PlanRun, 'schema' | 'data'>,
  fetches: readonly Fetch[],
): readonly Representation[] {
  const byText = new Map<string, { text: string; owners: Owner[] }>();
  for (const fetch of fetches) {
    for (const object of objectsAt(data, fetch.path)) {
      const text = textOf(schema, fetch, object);
      if (text === undefined) continue;
      const known = byText.get(text);
      if (known === undefined) byText.set(text, { text, owners: [{ fetch, object }] });
      else known.owners.push({ fetch, object });
    }
  }
  return [...byText.values()];
}

function textOf(schema: GraphQLSchema, fetch: Fetch, object: Json): string | undefined {
  const typeName = getOwn(object, '__typename');
  if (typeof typeName === 'string' && typeName !== '') {
    const text = representationWriter(schema, fetch, typeName)?.(object);
    if (text !== undefined) return text;
  }
  const value = select(schema, object, fetch.requires ?? []);
  if (value === null || !getOwn(value, '__typename')) return undefined;
  rewriteData(schema, fetch.inputRewrites, value);
  return JSON.stringify(value);
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
