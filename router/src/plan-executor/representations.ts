import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import { type ContextualValues, surroundedBy } from './contextual-values.js';
import type { PlanExecution } from './execute-plan.js';
import { mergeData } from './merge-data.js';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';
import type { Others } from './places.js';
import { rewriteData } from './rewrite-data.js';
import { isOfType } from './runtime-type.js';
import { type RepresentationWriter, representationWriter } from './write-representation.js';

/** Objects that wait for a fetch. */
export interface Owners {
  readonly fetch: Fetch;
  readonly objects: Json[];
  /** Those that wait for the same fetch under other surroundings. */
  readonly others: Others | undefined;
}

/** An entity to ask a subgraph for, once, with all that wait for it. */
export interface Representation {
  /** JSON, as it is sent. */
  readonly text: string;
  /** By fetch. */
  readonly owners: Owners[];
  /** One of the owners, and how the text was written from it; undefined for those that take more than reading. */
  readonly origin: { readonly object: Json; readonly requiresText: string } | undefined;
}

/** Reads what identifies the entities of fetches that ask the same; an object without a complete key is left out. */
export function collectRepresentations(
  { schema, objects }: Pick<PlanExecution, 'schema' | 'objects'>,
  fetches: readonly Fetch[],
): readonly Representation[] {
  const collector = new Collector(schema);
  for (const fetch of fetches) collector.add(fetch, objects.at(fetch));
  return collector.representations();
}

/** Entities whose fields are asked for under the same surroundings. */
export interface SurroundedEntities {
  readonly values: ContextualValues;
  readonly entities: readonly Representation[];
}

/** The same for fetches with arguments that the data gives: an entity is asked for once under each of their values. */
export function collectSurrounded(
  { schema, data, objects }: Pick<PlanExecution, 'schema' | 'data' | 'objects'>,
  fetches: readonly Fetch[],
): readonly SurroundedEntities[] {
  const found = new Map<string, { readonly values: ContextualValues; readonly collector: Collector }>();
  for (const fetch of fetches) {
    objects.at(fetch); // tells apart what stands below different values
    for (const { values, objects: owners, others } of surroundedBy(schema, data, fetch)) {
      const key = JSON.stringify(values);
      const known = found.get(key) ?? { values, collector: new Collector(schema) };
      found.set(key, known);
      known.collector.add(fetch, owners, others);
    }
  }
  return [...found.values()].map(({ values, collector }) => ({ values, entities: collector.representations() }));
}

/** What has been seen of one type by fetches that identify its entities in one way. */
interface Kind {
  readonly writer: RepresentationWriter | undefined;
  /** By the first value that tells entities apart. */
  readonly seen: Map<unknown, Representation>;
}

/** Sorts objects by the entity that they stand for. */
class Collector {
  readonly #byText = new Map<string, Representation>();
  #kinds = new Map<unknown, Kind>();
  #requiresText: string | undefined;

  constructor(readonly schema: GraphQLSchema) {}

  representations(): readonly Representation[] {
    return [...this.#byText.values()];
  }

  add(fetch: Fetch, objects: readonly Json[], others?: Others): void {
    if (fetch.requiresText !== this.#requiresText) {
      this.#requiresText = fetch.requiresText;
      this.#kinds = new Map();
    }
    for (const object of objects) {
      const representation = this.#read(fetch, object) ?? this.#readSlowly(fetch, object);
      if (representation !== undefined) addOwner(representation, fetch, object, others);
    }
  }

  /** Undefined when it takes more than reading, or a part is not there. */
  #read(fetch: Fetch, object: Json): Representation | undefined {
    const typeName = getOwn(object, '__typename');
    if (typeof typeName !== 'string' || typeName === '') return undefined;
    const { writer, seen } = this.#kindOf(fetch, typeName);
    if (writer === undefined) return undefined;
    const key = writer.keyOf(object);
    const known = seen.get(key);
    if (known?.origin !== undefined && writer.isSame(known.origin.object, object)) return known;
    const text = writer.write(object);
    if (text === undefined) return undefined;
    const representation = this.#withText(text, { object, requiresText: fetch.requiresText });
    seen.set(key, representation);
    return representation;
  }

  #kindOf(fetch: Fetch, typeName: string): Kind {
    let kind = this.#kinds.get(typeName);
    if (kind === undefined) {
      kind = { writer: representationWriter(this.schema, fetch, typeName), seen: new Map() };
      this.#kinds.set(typeName, kind);
    }
    return kind;
  }

  #readSlowly(fetch: Fetch, object: Json): Representation | undefined {
    const value = select(this.schema, object, fetch.requires ?? []);
    if (value === null || !getOwn(value, '__typename')) return undefined;
    rewriteData(this.schema, fetch.inputRewrites, value);
    return this.#withText(JSON.stringify(value), undefined);
  }

  #withText(text: string, origin: Representation['origin']): Representation {
    let known = this.#byText.get(text);
    if (known === undefined) {
      known = { text, owners: [], origin };
      this.#byText.set(text, known);
    }
    return known;
  }
}

// Called for each object: no options object here.
function addOwner({ owners }: Representation, fetch: Fetch, object: Json, others: Others | undefined): void {
  const own = owners.at(-1);
  if (own?.fetch === fetch) own.objects.push(object);
  else owners.push({ fetch, objects: [object], others });
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
