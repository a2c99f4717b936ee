import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { PlanExecution } from './execute-plan.js';
import { mergeData } from './merge-data.js';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';
import { rewriteData } from './rewrite-data.js';
import { isOfType } from './runtime-type.js';
import { type RepresentationWriter, representationWriter } from './write-representation.js';

/** Objects that wait for a fetch. */
export interface Owners {
  readonly fetch: Fetch;
  readonly objects: Json[];
}

/** An entity to ask a subgraph for, once, with all that wait for it. */
export interface Representation {
  /** JSON, as it is sent. */
  readonly text: string;
  /** By fetch. */
  readonly owners: Owners[];
}

/** Reads what identifies the entities of fetches that ask the same; an object without a complete key is left out. */
export function collectRepresentations(
  { schema, objects }: Pick<PlanExecution, 'schema' | 'objects'>,
  fetches: readonly Fetch[],
): readonly Representation[] {
  const byText = new Map<string, Representation>();
  for (const fetch of fetches) {
    const collector = new Collector(schema, fetch, byText);
    for (const object of objects.at(fetch)) collector.add(object);
  }
  return [...byText.values()];
}

/** Sorts the objects of one fetch by the entity that they stand for. */
class Collector {
  #typeName: unknown;
  #writer: RepresentationWriter | undefined;
  /** Of the type seen last, by the one value that tells its entities apart. */
  #byKey = new Map<unknown, Json[]>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly fetch: Fetch,
    readonly byText: Map<string, Representation>,
  ) {}

  add(object: Json): void {
    if (!this.#addFast(object)) this.#addSlowly(object);
  }

  #addFast(object: Json): boolean {
    const typeName = getOwn(object, '__typename');
    if (typeof typeName !== 'string' || typeName === '') return false;
    if (typeName !== this.#typeName) {
      this.#typeName = typeName;
      this.#writer = representationWriter(this.schema, this.fetch, typeName);
      this.#byKey = new Map();
    }
    if (this.#writer === undefined) return false;
    const key = this.#writer.key === undefined ? undefined : getOwn(object, this.#writer.key);
    const objects = this.#byKey.get(key) ?? this.#begin(this.#writer.write(object), key);
    objects?.push(object);
    return objects !== undefined;
  }

  #begin(text: string | undefined, key: unknown): Json[] | undefined {
    if (text === undefined) return undefined;
    const objects = this.#waitingFor(text);
    // Anything else is equal to none but itself.
    if (typeof key === 'string' || typeof key === 'number') this.#byKey.set(key, objects);
    return objects;
  }

  #addSlowly(object: Json): void {
    const value = select(this.schema, object, this.fetch.requires ?? []);
    if (value === null || !getOwn(value, '__typename')) return;
    rewriteData(this.schema, this.fetch.inputRewrites, value);
    this.#waitingFor(JSON.stringify(value)).push(object);
  }

  #waitingFor(text: string): Json[] {
    const { fetch } = this;
    let known = this.byText.get(text);
    if (known === undefined) {
      known = { text, owners: [] };
      this.byText.set(text, known);
    }
    let own = known.owners.at(-1);
    if (own?.fetch !== fetch) {
      own = { fetch, objects: [] };
      known.owners.push(own);
    }
    return own.objects;
  }
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
