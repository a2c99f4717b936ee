import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, fingerprint, fromCanonicalJson } from './canonical-json.js';

const data = fc.letrec((tie) => ({
  value: fc.oneof(
    fc.constant(null),
    fc.string(),
    fc.boolean(),
    fc.integer(),
    fc.bigInt(),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => !key.startsWith('$') && key !== '__proto__'),
      tie('value'),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
})).value;

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
};

describe('canonical JSON', () => {
  it('gives back what it was given', () => {
    fc.assert(fc.property(data, (value) => expect(fromCanonicalJson(canonicalJson(value))).toEqual(value)));
  });

  it('does not depend on the order of keys', () => {
    fc.assert(fc.property(data, (value) => fingerprint(reversed(value)).equals(fingerprint(value))));
  });

  it('tells apart what differs only in type', () => {
    const values = [1, '1', 1n, true, null, [], {}, [null], { a: 1 }, { a: 1n }, new Date(1)];
    expect(new Set(values.map((value) => fingerprint(value).toString('hex'))).size).toBe(values.length);
  });

  it('leaves out undefined and refuses what is no data', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
    expect(() => canonicalJson({ work: () => 1 })).toThrow('only data');
  });
});
