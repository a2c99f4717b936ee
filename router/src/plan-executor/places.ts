import { getOwn, isJson, type Json } from './own-properties.js';

/** Position in an answer, list indexes included. */
export type ResponsePath = readonly (string | number)[];

/** An object of the data that a fetch adds to, and where it is. */
export interface Place {
  readonly object: Json;
  readonly path: ResponsePath;
}

/** Finds the objects at a path of a plan; null stands for nothing to add to. */
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
