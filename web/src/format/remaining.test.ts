import { describe, expect, it } from '@jest/globals';
import { clockLead, formatRemaining } from './remaining.js';

describe('the countdown', () => {
  it('ends at 0:00 and never shows less', () => {
    expect(formatRemaining(600_000)).toBe('10:00');
    expect(formatRemaining(59_001)).toBe('1:00');
    expect(formatRemaining(1)).toBe('0:01');
    expect(formatRemaining(-5_000)).toBe('0:00');
  });

  it('follows the server, whatever the clock of this machine says', () => {
    const sentAt = Date.parse('2026-11-22T10:00:00Z');
    expect(clockLead('Sun, 22 Nov 2026 10:05:00 GMT', sentAt, sentAt + 1000)).toBe(300_000);
    expect(clockLead(null, sentAt, sentAt)).toBeUndefined();
  });
});
