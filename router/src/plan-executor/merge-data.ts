import { getOwn, isJson, type Json, setOwn } from './own-properties.js';

/**
 * Merges what a subgraph answered into what is already there: objects by key, lists of equal length by index. What was
 * not there is referenced, not copied, so that an entity which many places wait for stays one object in the data.
 */
export function mergeData(target: Json, source: Json): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value !== undefined) setOwn(target, key, merged(getOwn(target, key), value));
  }
}

function merged(existing: unknown, value: unknown): unknown {
  if (existing === value) return existing;
  if (isJson(existing) && isJson(value)) {
    mergeData(existing, value);
    return existing;
  }
  if (Array.isArray(existing) && Array.isArray(value) && existing.length === value.length) {
    for (const [index, element] of value.entries()) existing[index] = merged(existing[index], element);
    return existing;
  }
  return value;
}
