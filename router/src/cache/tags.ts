import { createHash } from 'node:crypto';

/** Longer values stand in a tag by their digest, in characters. */
const MAX_VALUE = 200;

/** Name by which entities are invalidated that are asked for by another key than the one that was told to have changed. */
export const otherKeyTag = (type: string, field: string): string => `${type} not by ${field}`;

/**
 * Name by which entities with this value in a key are invalidated: `User id 1`. A number and its text are one: what comes
 * from elsewhere may have an id as either.
 */
export function keyTag(type: string, field: string, value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  return `${type} ${field} ${text.length <= MAX_VALUE ? text : createHash('sha256').update(text).digest('base64url')}`;
}
