import type { Fetch } from '../plan-compiler/compile-plan.js';
import { DistinctObjects } from './distinct-objects.js';
import type { Replacements } from './merge-data.js';
import { getOwn, isJson, type Json } from './own-properties.js';
import { type ContextPath, separate } from './separate.js';

/** Position in an answer, list indexes included. */
export type ResponsePath = readonly (string | number)[];

/** An object of the data that a fetch adds to, and one way to it. */
export interface Place {
  readonly object: Json;
  readonly path: ResponsePath;
}

/** Objects that are not meant, though they may stand where one of those was that are. */
export type Others = Pick<ReadonlySet<Json>, 'has'>;

/** Finds the objects at a path, and remembers what it has found as long as the data only gets leaves; and what was replaced. */
export class ObjectFinder implements Replacements {
  /** Objects and lists, by the text of their path. */
  readonly #found = new Map<string, readonly object[]>();
  /** What has taken the place of an object, at one place each. Rare: two calls under way answer into one another. */
  #copies: Map<Json, Json[]> | undefined;
  #isSeparate = false;

  constructor(
    readonly data: Json,
    /** Where objects are told apart by what stands above them. */
    readonly contextPaths: readonly ContextPath[] = [],
  ) {}

  /** The objects that wait for a fetch, each once: an entity that occurs at many places is one object. */
  at({ path, pathTexts }: Pick<Fetch, 'path' | 'pathTexts'>): readonly Json[] {
    if (!this.#isSeparate) this.#separate();
    return this.#at(path, pathTexts, path.length).filter(isJson);
  }

  /** The data has got objects or lists. */
  forget(): void {
    this.#found.clear();
    this.#isSeparate = false;
  }

  replaced(object: Json, copy: Json): void {
    this.#copies ??= new Map();
    const known = this.#copies.get(object);
    if (known === undefined) this.#copies.set(object, [copy]);
    else known.push(copy);
  }

  /** Objects that were found when a call was made, with those that have taken their places since; never these others. */
  stillAt(objects: readonly Json[], others?: Others): readonly Json[] {
    const copies = this.#copies;
    if (copies === undefined) return objects;
    const own = others === undefined ? objects : objects.filter((object) => !others.has(object));
    return own.flatMap((object) => [object, ...this.stillAt(copies.get(object) ?? [], others)]);
  }

  #separate(): void {
    for (const path of this.contextPaths) separate(this.data, path);
    this.#isSeparate = true;
  }

  #at(path: readonly string[], texts: readonly string[], length: number): readonly object[] {
    const text = texts[length - 1];
    const step = path[length - 1];
    if (text === undefined || step === undefined) return [this.data];
    const known = this.#found.get(text);
    if (known !== undefined) return known;
    const found = stepInto(this.#at(path, texts, length - 1), step);
    this.#found.set(text, found);
    return found;
  }
}

function stepInto(values: readonly object[], step: string): readonly object[] {
  const inner = new DistinctObjects();
  for (const value of values) {
    if (step !== '@') {
      if (isJson(value)) inner.add(getOwn(value, step));
    } else if (Array.isArray(value)) for (const element of value) inner.add(element);
  }
  return inner.found;
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
