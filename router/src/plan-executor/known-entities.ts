import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { KnownSource } from '../plan-compiler/known-sources.js';
import type { PlanRun } from './execute-plan.js';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';
import { representationWriter } from './write-representation.js';

/** What earlier answers of a subgraph tell about the entities that a fetch wants, by their representation. */
export class KnownEntities {
  readonly #found = new Map<string, { readonly object: Json; readonly fields: readonly string[] }>();

  constructor({ schema, data }: Pick<PlanRun, 'schema' | 'data'>, fetch: Fetch, sources: readonly KnownSource[]) {
    for (const source of sources) {
      const writer = representationWriter(schema, fetch, source.typeName);
      if (writer === undefined) continue;
      for (const object of objectsBelow(data, source.path)) {
        if (getOwn(object, '__typename') !== source.typeName) continue;
        const text = writer.write(object);
        if (text !== undefined && !this.#found.has(text) && hasAll(object, source.fields))
          this.#found.set(text, { object, fields: source.fields });
      }
    }
  }

  find(representation: string): Json | undefined {
    const found = this.#found.get(representation);
    return found && partOf(found.object, found.fields);
  }
}

/** Null may have been an error, which is told once for each place. */
const hasAll = (object: Json, fields: readonly string[]): boolean =>
  fields.every((name) => (getOwn(object, name) ?? null) !== null);

/** A copy of those fields: what is fetched below one of the places is not wanted at the other. */
function partOf(object: Json, fields: readonly string[]): Json {
  const part: Json = {};
  for (const name of fields) {
    const value = getOwn(object, name);
    setOwn(part, name, typeof value === 'object' ? structuredClone(value) : value);
  }
  return part;
}

/** All objects at a path of names; lists are entered. */
function objectsBelow(data: Json, path: readonly string[]): readonly Json[] {
  let found = new Set<unknown>([data]);
  for (const name of path) {
    const next = new Set<unknown>();
    for (const value of found) addObjects(isJson(value) ? getOwn(value, name) : undefined, next);
    found = next;
  }
  return [...found].filter(isJson);
}

function addObjects(value: unknown, to: Set<unknown>): void {
  if (Array.isArray(value)) for (const element of value) addObjects(element, to);
  else if (isJson(value)) to.add(value);
}
