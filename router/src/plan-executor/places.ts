import { getOwn, isJson, type Json } from './own-properties.js';

/** Position in an answer, list indexes included. */
export type ResponsePath = readonly (string | number)[];

/** An object of the data that a fetch adds to, and one way to it. */
export interface Place {
  readonly object: Json;
  readonly path: ResponsePath;
}

/** The objects at a path of a plan, each once: an entity that occurs at many places is one object. */
export function objectsAt(data: Json, path: readonly string[]): readonly Json[] {
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
