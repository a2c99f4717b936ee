import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JsonReader } from './read-json.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));
/** Long enough to be looked at. */
const filling = 'x'.repeat(2_048);

const names = fc.constantFrom('id', 'name', '__typename', '__proto__', 'constructor', 'length', 'then', 'größe', 'a"b');
const leaves = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(null, true, false, '', 'a\\', '"', '\u2028'),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaves,
    fc.array(tie('tree'), { maxLength: 4 }),
    // Built by JSON, so that `__proto__` is a key like any other.
    fc
      .array(fc.tuple(names, tie('tree')), { maxLength: 4 })
      .map((entries) =>
        JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`),
      ),
  ),
}));

describe('reading JSON in which much repeats', () => {
  it('gives what JSON.parse gives, whatever the reader has learnt before', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), fc.nat({ max: 3 }), (parts, times) => {
        const reader = new JsonReader();
        for (const part of parts) {
          const bytes = bytesOf([...Array.from({ length: times + 1 }, () => part), filling, parts]);
          expect(JSON.stringify(reader.read(bytes))).toBe(bytes.toString());
        }
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        tree,
        fc.nat(),
        fc.constantFrom('', '}', ']', ',', ':', '{', '"', '\\', '0', '-', '.', 'e', 't'),
        (part, place, change) => {
          const text = JSON.stringify({ data: [part, part], filling });
          const at = place % text.length;
          const changed = Buffer.from(text.slice(0, at) + change + text.slice(at + 1));
          const expected = outcome(() => JSON.parse(changed.toString()));
          expect(outcome(() => new JsonReader().read(changed))).toEqual(expected);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('makes equal text at equal positions one object, and at others not', () => {
    const author = { __typename: 'User', id: '1', name: 'Somebody with a name of some length' };
    const read = new JsonReader().read(
      bytesOf({
        reviews: [{ author }, { author }, { author: { ...author, id: '2' } }],
        me: author,
        short: [{ a: 1 }, { a: 1 }],
        filling,
      }),
    ) as { reviews: { author: unknown }[]; me: unknown; short: unknown[] };
    const [first, second, third] = read.reviews;
    expect(second?.author).toBe(first?.author);
    expect(third?.author).not.toBe(first?.author);
    expect(read.me).not.toBe(first?.author);
    expect(read.short[1]).toBe(read.short[0]);
  });

  it('learns no keys without end where each answer has others', () => {
    const reader = new JsonReader();
    const repeated = Array.from({ length: 100 }, () => ({ id: '1', text: 'x'.repeat(50) }));
    const costOf = (from: number, to: number) => {
      const before = process.threadCpuUsage();
      for (let answer = from; answer < to; answer++) {
        const scalar = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`key-${answer}-${at}`, at]));
        reader.read(bytesOf([repeated, { scalar }]));
      }
      return process.threadCpuUsage(before).user;
    };
    const early = costOf(0, 200);
    costOf(200, 800);
    expect(costOf(800, 1_000) / early).toBeLessThan(4); // each was sought among all before it: 9 times as much
  });
});

it('keeps nothing of keys that are longer than a name', () => {
  const reader = new JsonReader();
  const repeated = Array.from({ length: 2_000 }, () => ({ id: '1', text: 'x'.repeat(50) }));
  const heap = () => {
    for (let round = 0; round < 5; round++) collectGarbage(); // V8 keeps shapes of objects for some rounds
    return process.memoryUsage().heapUsed;
  };
  const before = heap();
  for (let answer = 0; answer < 200; answer++)
    reader.read(bytesOf([repeated, { [`${answer}`.padEnd(100_000, 'x')]: answer }]));
  expect(heap() - before).toBeLessThan(5_000_000); // of 20 MB that were read
  expect(reader.read(bytesOf({ filling }))).toEqual({ filling });
});

function outcome(read: () => unknown): unknown {
  try {
    return { value: JSON.stringify(read()) };
  } catch {
    return 'refused';
  }
}
