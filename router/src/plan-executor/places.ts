import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { Replacements } from './merge-data.js';
import { getOwn, isJson, type Json } from './own-properties.js';

/** Position in an answer, list indexes included. */
export type ResponsePath = readonly (string | number)[];

/** An object of the data that a fetch adds to, and one way to it. */
export interface Place {
  readonly object: Json;
  readonly path: ResponsePath;
}

/** An entity that occurs at many places is one object. */
function objectsAt(data: Json, path: readonly string[]): readonly Json[] {
  let found: Iterable<unknown> = [data];
  for (const step of path) {
    const next = new Set<unknown>();
    for (const value of found) {
      if (step !== '@') {
        const inner = isJson(value) ? getOwn(value, step) : undefined;
        if (typeof inner === 'object' && inner !== null) next.add(inner);
      } else if (Array.isArray(value)) for (const element of value) next.add(element);
    }
    found = next;
  }
  return [...found].filter(isJson);
}

/** Finds objects by path, and remembers them as long as the data only gets leaves; and finds again what was replaced. */
export class ObjectFinder implements Replacements {
  readonly #found = new Map<string, readonly Json[]>();
  /** What has taken the place of an object, at one place each. Rare: two calls under way answer into one another. */
  #copies: Map<Json, Json[]> | undefined;

  constructor(readonly data: Json) {}

  /** The objects that wait for a fetch, each once. */
  at({ path, pathText }: Pick<Fetch, 'path' | 'pathText'>): readonly Json[] {
    let found = this.#found.get(pathText);
    if (found === undefined) {
      found = objectsAt(this.data, path);
      this.#found.set(pathText, found);
    }
    return found;
  }

  /** The data has got objects or lists. */
  forget(): void {
    this.#found.clear();
  }

  replaced(object: Json, copy: Json): void {
    this.#copies ??= new Map();
    const known = this.#copies.get(object);
    if (known === undefined) this.#copies.set(object, [copy]);
    else known.push(copy);
  }

  /** Objects that were found when a call was made, with those that have taken their places since. */
  stillAt(objects: readonly Json[]): readonly Json[] {
    const copies = this.#copies;
    return copies === undefined
      ? objects
      : objects.flatMap((object) => [object, ...this.stillAt(copies.get(object) ?? [])]);
  }
}

/** Every way to the objects at a path, in the order of the answer; for errors, which are told at each of them. */
export function placesAt(data: Json, path: readonly string[]): Place[] {
  const places: Place[] = [];
  collect(data, path, [], places);
  return places;
}

function collect(value: unknown, [step, ...rest]: readonly string[], at: ResponsePath, places: Place[]): void {
  if (step === '@') {
    if (Array.isArray(value))
      for (const [index, element] of value.entries()) collect(element, rest, [...at, index], places);
  } else if (isJson(value)) {
    if (step === undefined) places.push({ object: value, path: at });
    else collect(getOwn(value, step), rest, [...at, step], places);
  }
}
