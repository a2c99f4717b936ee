import { describe, expect, it } from '@jest/globals';
import { backoffMs, retryAfterMs } from './backoff.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { OutlierEjection } from './outlier-ejection.js';
import { RetryBudget } from './retry-budget.js';

describe('a circuit', () => {
  const circuit = () =>
    new CircuitBreaker({ windowMs: 1_000, minFailures: 4, failureRate: 0.5, openMs: 200, probes: 2 });
  const fail = (breaker: CircuitBreaker, times: number, now: number) => {
    let hasOpened = false;
    for (let count = 0; count < times; count++) hasOpened = breaker.failed(now, now) || hasOpened;
    return hasOpened;
  };
  const succeed = (breaker: CircuitBreaker, times: number, now: number) => {
    for (let count = 0; count < times; count++) breaker.succeeded(now, now);
  };

  it('opens when failures are many and a large share', () => {
    const breaker = circuit();
    expect(fail(breaker, 3, 0)).toBe(false);
    expect(fail(breaker, 1, 0)).toBe(true);
    expect([breaker.state(1), breaker.admits(1, false)]).toEqual(['open', false]);
  });

  it('stays closed when failures are many, but a small share', () => {
    const breaker = circuit();
    succeed(breaker, 100, 0);
    expect(fail(breaker, 50, 0)).toBe(false);
  });

  it('forgets what was before its window', () => {
    const breaker = circuit();
    expect([fail(breaker, 3, 0), fail(breaker, 3, 1_100), fail(breaker, 1, 1_100)]).toEqual([false, false, true]);
    const other = circuit();
    succeed(other, 100, 0);
    expect(fail(other, 4, 1_100)).toBe(true);
  });

  it('lets probes through one at a time, and closes when enough of them succeed', () => {
    const breaker = circuit();
    fail(breaker, 4, 0);
    expect([breaker.admits(199, false), breaker.admits(200, false), breaker.state(200)]).toEqual([
      false,
      true,
      'half-open',
    ]);
    breaker.sent(200);
    expect(breaker.admits(201, false)).toBe(false);
    expect(breaker.succeeded(210, 200)).toBe(false);
    expect([breaker.state(210), breaker.admits(210, false)]).toEqual(['half-open', true]);
    breaker.sent(210);
    expect(breaker.succeeded(220, 210)).toBe(true);
    expect([breaker.state(220), fail(breaker, 3, 220)]).toEqual(['closed', false]);
  });

  it('lets a mutation be the first probe only when no query has come in the same time once more', () => {
    const breaker = circuit();
    fail(breaker, 4, 0);
    expect([breaker.admits(399, true), breaker.admits(399, false), breaker.admits(400, true)]).toEqual([
      false,
      true,
      true,
    ]);
    breaker.sent(399);
    expect([breaker.admits(400, true), breaker.succeeded(410, 399), breaker.admits(410, true)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('stays open when a probe fails, and sends another when one has no outcome', () => {
    const breaker = circuit();
    fail(breaker, 4, 0);
    breaker.sent(200);
    breaker.failed(210, 200);
    expect([breaker.admits(300, false), breaker.admits(410, false)]).toEqual([false, true]);
    breaker.sent(410);
    expect([breaker.admits(600, false), breaker.admits(610, false)]).toEqual([false, true]);
  });

  it('does not believe what was sent before it opened', () => {
    const breaker = circuit();
    fail(breaker, 4, 100);
    expect([breaker.succeeded(110, 50), breaker.succeeded(110, 50), breaker.state(120)]).toEqual([
      false,
      false,
      'open',
    ]);
  });
});

describe('an ejection', () => {
  it('comes with failures in a row, takes longer each time, and is forgotten after a long while', () => {
    const ejection = new OutlierEjection({ consecutiveFailures: 3, baseMs: 100, maxMs: 300 });
    const lengthFrom = (now: number) => {
      ejection.eject(now);
      for (let after = 0; after < 1_000; after += 10) if (!ejection.isEjected(now + after)) return after;
      return Number.NaN;
    };
    expect([ejection.failed(0), ejection.failed(0)]).toEqual([false, false]);
    ejection.succeeded();
    expect([ejection.failed(0), ejection.failed(0), ejection.failed(0)]).toEqual([false, false, true]);
    expect(lengthFrom(0)).toBe(100);
    expect(ejection.failed(110)).toBe(true); // one failure after the return suffices
    expect([lengthFrom(110), lengthFrom(400), lengthFrom(800)]).toEqual([200, 300, 300]);
    expect(lengthFrom(5_000)).toBe(100);
  });
});

describe('a budget of retries', () => {
  it('is a share of the requests, and some a second', () => {
    const budget = new RetryBudget({ budgetShare: 0.25, budgetPerSecond: 0 });
    expect(budget.spend(0)).toBe(false);
    for (let count = 0; count < 4; count++) budget.earn();
    expect([budget.spend(0), budget.spend(0)]).toEqual([true, false]);
    const perSecond = new RetryBudget({ budgetShare: 0, budgetPerSecond: 2 });
    const spent = Array.from({ length: 30 }, () => perSecond.spend(1)).filter(Boolean);
    expect(spent).toHaveLength(20); // ten seconds are saved up
    expect([perSecond.spend(400), perSecond.spend(600), perSecond.spend(600)]).toEqual([false, true, false]);
  });
});

describe('the wait before a retry', () => {
  it('is anything up to a bound that doubles', () => {
    const longest = (retry: number) =>
      Math.max(...Array.from({ length: 500 }, () => backoffMs({ backoffMs: 10, maxBackoffMs: 30 }, retry)));
    expect(longest(0)).toBeLessThanOrEqual(10);
    expect(longest(1)).toBeGreaterThan(10);
    expect(longest(5)).toBeLessThanOrEqual(30);
    expect(backoffMs({ backoffMs: 1_000, maxBackoffMs: 1_000 }, 0)).not.toBe(
      backoffMs({ backoffMs: 1_000, maxBackoffMs: 1_000 }, 0),
    );
  });

  it.each([
    ['120', 120_000],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads Retry-After: %s', (header, expected) => {
    expect(retryAfterMs(header, Date.parse('2026-10-21T07:28:00Z'))).toBe(expected);
  });
});
