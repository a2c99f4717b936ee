import { createHash } from 'node:crypto';

/** What survives storage as JSON; instances of classes come back as plain objects with the same fields. */
export type Json =
  | null
  | undefined
  | string
  | number
  | boolean
  | bigint
  | Date
  | readonly Json[]
  | { readonly [key: string]: Json };

/** JSON in one form for equal values: sorted keys, no undefined, bigint and Date marked so that they come back. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(encode(value)) ?? 'null';
}

/** The value that canonicalJson wrote; takes the text or what a jsonb column gives. */
export function fromCanonicalJson(stored: unknown): unknown {
  return decode(typeof stored === 'string' ? JSON.parse(stored) : stored);
}

/** SHA-256 of a value; equal values have equal fingerprints, whatever the order of their keys. */
export function fingerprint(value: unknown): Buffer {
  return createHash('sha256').update(canonicalJson(value)).digest();
}

function encode(value: unknown): unknown {
  if (typeof value === 'bigint') return { $bigint: value.toString() };
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map((item) => encode(item ?? null));
  if (typeof value === 'function' || typeof value === 'symbol' || value instanceof Map || value instanceof Set) {
    throw new TypeError('only data can be stored as JSON');
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, encode(item)]));
}

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bigint' in value) return BigInt(String(value.$bigint));
  if ('$date' in value) return new Date(String(value.$date));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));
}
