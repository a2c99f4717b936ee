import { describe, expect, it } from '@jest/globals';
import { daysAfter, readQuestion } from './numbers-address.js';

describe('the address of a question', () => {
  it('asks for the last four weeks when nothing is said', () => {
    expect(readQuestion(new URLSearchParams(), '2026-03-01')).toEqual({
      metric: '',
      from: '2026-02-02',
      to: '2026-03-02',
      bucket: 'DAY',
      by: '',
    });
  });

  it('keeps what is said and drops what is not understood', () => {
    const address = new URLSearchParams('metric=revenue&from=2026-01-01&to=later&bucket=MONTH&by=moon');
    expect(readQuestion(address, '2026-03-01')).toMatchObject({
      metric: 'revenue',
      from: '2026-01-01',
      to: '2026-03-02',
      bucket: 'MONTH',
      by: '',
    });
  });

  it('crosses leap days', () => {
    expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
  });
});
