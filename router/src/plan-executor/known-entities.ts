import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { KnownSource } from '../plan-compiler/known-sources.js';
import type { NameTree } from '../plan-compiler/selections.js';
import { DistinctObjects } from './distinct-objects.js';
import type { PlanRun } from './execute-plan.js';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';
import type { Representation } from './representations.js';
import { type RepresentationWriter, representationWriter } from './write-representation.js';

/** What earlier answers of a subgraph tell about the entities that a fetch wants. */
export class KnownEntities {
  readonly #sources: readonly {
    readonly typeName: string;
    readonly writer: RepresentationWriter;
    readonly fields: NameTree;
    readonly byKey: ReadonlyMap<unknown, Json>;
  }[];

  constructor(
    { schema, data }: Pick<PlanRun, 'schema' | 'data'>,
    readonly fetch: Fetch,
    sources: readonly KnownSource[],
  ) {
    this.#sources = sources.flatMap(({ typeName, path, fields }) => {
      const writer = representationWriter(schema, fetch, typeName);
      if (writer === undefined) return [];
      const byKey = new Map<unknown, Json>();
      for (const object of objectsBelow(data, path)) {
        if (getOwn(object, '__typename') !== typeName || !hasAll(object, fields)) continue;
        const key = writer.keyOf(object);
        if (!byKey.has(key)) byKey.set(key, object);
      }
      return [{ typeName, writer, fields, byKey }];
    });
  }

  find({ origin }: Representation): Json | undefined {
    if (origin?.requiresText !== this.fetch.requiresText) return undefined;
    for (const { typeName, writer, fields, byKey } of this.#sources) {
      if (getOwn(origin.object, '__typename') !== typeName) continue;
      const object = byKey.get(writer.keyOf(origin.object));
      if (object !== undefined && writer.isSame(object, origin.object)) return copyOf(object, fields);
    }
    return undefined;
  }
}

/** Null may have been an error, which is told once for each place. */
function hasAll(object: Json, fields: NameTree): boolean {
  for (const name of fields.keys()) if ((getOwn(object, name) ?? null) === null) return false;
  return true;
}

/** A copy of these fields only: what is fetched below one of the places may be something else at the other. */
function copyOf(source: Json, fields: NameTree): Json {
  const copy: Json = {};
  for (const [name, below] of fields) {
    const value = getOwn(source, name);
    if (value !== undefined) setOwn(copy, name, below === undefined ? value : copyOfValue(value, below));
  }
  return copy;
}

function copyOfValue(value: unknown, fields: NameTree): unknown {
  if (Array.isArray(value)) return value.map((element) => copyOfValue(element, fields));
  return isJson(value) ? copyOf(value, fields) : value;
}

/** All objects at a path of names; lists are entered. */
function objectsBelow(data: Json, path: readonly string[]): readonly Json[] {
  let found: readonly object[] = [data];
  for (const name of path) {
    const next = new DistinctObjects();
    for (const value of found) if (isJson(value)) addObjects(getOwn(value, name), next);
    found = next.found;
  }
  return found.filter(isJson);
}

function addObjects(value: unknown, to: DistinctObjects): void {
  if (Array.isArray(value)) for (const element of value) addObjects(element, to);
  else to.add(value);
}
