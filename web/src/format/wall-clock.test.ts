import { describe, expect, it } from '@jest/globals';
import { isWallClock, morningIn, toLocalDateTime } from './wall-clock.js';

describe('the wall clock', () => {
  it('starts in the morning and crosses months', () => {
    expect(morningIn(1, new Date(2026, 10, 30, 23, 59))).toBe('2026-12-01T10:00');
  });

  it('refuses what is no time', () => {
    expect(isWallClock('2026-12-01T10:00')).toBe(true);
    expect(isWallClock('2026-13-41T10:00')).toBe(false);
    expect(isWallClock('tomorrow')).toBe(false);
    expect(isWallClock(null)).toBe(false);
  });

  it('has seconds for the graph', () => {
    expect(toLocalDateTime('2026-12-01T10:00')).toBe('2026-12-01T10:00:00');
  });
});
