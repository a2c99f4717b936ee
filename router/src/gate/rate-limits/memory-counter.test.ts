import { describe, expect, it } from '@jest/globals';
import { until } from '../../testing/test-router.js';
import { MemoryCounter } from './memory-counter.js';

describe('a counter in memory', () => {
  const left = (counter: MemoryCounter, caller: string) =>
    counter.consume(caller).then(
      ({ remainingPoints }) => remainingPoints,
      () => 'too much',
    );

  it('counts each caller apart, until its window ends', async () => {
    const counter = new MemoryCounter({ points: 2, duration: 0.5 });
    expect([await left(counter, 'a'), await left(counter, 'a'), await left(counter, 'a')]).toEqual([1, 0, 'too much']);
    expect(await left(counter, 'b')).toBe(1);
    await until('the window has ended', async () => (await left(counter, 'a')) === 1);
  });

  it('holds so many callers, and forgets who has asked least lately', async () => {
    const counter = new MemoryCounter({ points: 9, duration: 60 }, 2);
    for (const caller of ['a', 'b', 'a', 'c']) await left(counter, caller);
    expect([await left(counter, 'a'), await left(counter, 'c'), await left(counter, 'b')]).toEqual([6, 7, 8]);
  });
});
