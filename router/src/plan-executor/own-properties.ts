/** JSON objects of subgraphs; their keys are whatever names a schema or a client chose, `constructor` included. */
export type Json = Record<string, unknown>;

/** True for an object that is neither null nor a list. */
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own value; never one of the prototype, whose values are functions, which JSON has not, and `__proto__`. */
export function getOwn(object: Json, key: string): unknown {
  const value = object[key];
  if (typeof value !== 'function' && key !== '__proto__') return value;
  return Object.hasOwn(object, key) ? value : undefined;
}

/** Sets an own value, also one named `__proto__`. */
export function setOwn(object: Json, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { configurable: true, enumerable: true, writable: true, value });
}
