/** JSON objects of subgraphs; their keys are whatever names a schema or a client chose, `constructor` included. */
export type Json = Record<string, unknown>;

/** True for an object that is neither null nor a list. */
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own value; never one of the prototype. */
export const getOwn = (object: Json, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

/** Sets an own value, also for names that the prototype has, `__proto__` included. */
export function setOwn(object: Json, key: string, value: unknown): void {
  if (Object.hasOwn(object, key) || !(key in object)) object[key] = value;
  else Object.defineProperty(object, key, { configurable: true, enumerable: true, writable: true, value });
}
