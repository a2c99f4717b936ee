import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '../testing/test-router.js';
import { AdaptiveLimit } from './adaptive-limit.js';

const MAX = 400;

describe('the number of requests that are taken at once', () => {
  let limit: AdaptiveLimit;
  let entered = 0;

  afterEach(() => {
    for (; entered > 0; entered--) limit.leave();
  });

  const fill = () => {
    while (limit.tryEnter()) entered++;
    return entered;
  };
  const enter = (count: number) => {
    for (let left = count; left > 0 && limit.tryEnter(); left--) entered++;
  };
  const blockEventLoop = (forMs: number) => {
    const endsAt = performance.now() + forMs;
    while (performance.now() < endsAt);
  };
  /** As a loop that has more to do than it can: between two turns nothing but other work. */
  const overload = async () => {
    for (let turn = 0; turn < 4; turn++) {
      blockEventLoop(150);
      await nextTurn();
    }
  };
  /** What was due meanwhile has run then. */
  const nextTurn = () => new Promise((resolve) => setTimeout(resolve));

  it('is never more than was set', () => {
    limit = new AdaptiveLimit(MAX, 200);
    expect(fill()).toBe(MAX);
    limit.leave();
    expect(limit.tryEnter()).toBe(true);
  });

  it('falls while the event loop has no rest, and comes back', async () => {
    limit = new AdaptiveLimit(MAX, 200);
    enter(70);
    await overload();
    expect(fill()).toBeLessThan(MAX / 2);
    await until('all are taken', () => fill() === MAX);
  });

  it('falls sooner when it has fallen not long ago: the same overload lasts', async () => {
    limit = new AdaptiveLimit(MAX, 1_000);
    enter(70);
    for (let times = 0; times < 3; times++) await overload();
    expect(fill()).toBeLessThan(MAX);
    await until('all are taken', () => fill() === MAX);
    await overload();
    limit.leave();
    entered--;
    expect(limit.tryEnter()).toBe(false);
  });

  it('is not moved by one slow moment, however much waits for a subgraph', async () => {
    limit = new AdaptiveLimit(MAX, 200);
    enter(MAX - 1);
    await nextTurn();
    blockEventLoop(1_000);
    await nextTurn();
    expect(fill()).toBe(MAX);
  });

  it('is not moved by what has piled up in one moment, and is worked off in the next', async () => {
    limit = new AdaptiveLimit(MAX, 1_000);
    enter(MAX - 1);
    await nextTurn();
    await overload();
    expect(fill()).toBe(MAX);
  });

  it('does not fall below what is always taken', async () => {
    limit = new AdaptiveLimit(32, 200);
    enter(1);
    await overload();
    expect(fill()).toBe(32);
  });
});
