import { getOwn, isJson, type Json, setOwn } from './own-properties.js';

/** Is told that an object of the data has made room for a copy, at one of its places. */
export interface Replacements {
  replaced(object: Json, copy: Json): void;
}

/**
 * Merges what a subgraph answered into an object: objects by key, lists of equal length by index. What was not there is
 * referenced, not copied, so that an entity which many places wait for stays one object in the data. What lies below may
 * stand at other places, too, and is replaced instead of changed; who waits for it has to learn of that.
 */
export function mergeData(target: Json, source: Json, replacements?: Replacements): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value !== undefined) setOwn(target, key, merged(getOwn(target, key), value, replacements));
  }
}

function merged(existing: unknown, value: unknown, replacements: Replacements | undefined): unknown {
  if (existing === value) return existing;
  if (isJson(existing) && isJson(value)) {
    const both = { ...existing };
    mergeData(both, value, replacements);
    replacements?.replaced(existing, both);
    return both;
  }
  if (Array.isArray(existing) && Array.isArray(value) && existing.length === value.length) {
    return existing.map((element, index) => merged(element, value[index], replacements));
  }
  return value;
}

/** The keys of an object below which nothing hangs; undefined for all others. */
export function flatKeysOf(object: Json): readonly string[] | undefined {
  const keys = Object.keys(object);
  return keys.some((key) => typeof object[key] === 'object' && object[key] !== null) ? undefined : keys;
}

/** The same as `mergeData` for an object below which nothing hangs. */
export function mergeFlat(target: Json, source: Json, keys: readonly string[]): void {
  for (const key of keys) setOwn(target, key, source[key]);
}
