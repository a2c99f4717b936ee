import { describe, expect, it } from '@jest/globals';
import { translate } from './translate.js';

const texts = {
  basket: { hold: 'Hold for {minutes} minutes', lines_one: '{count} line', lines_other: '{count} lines' },
};

describe('words', () => {
  it('fill their gaps', () => {
    expect(translate(texts, 'en', { key: 'basket.hold', values: { minutes: 10 } })).toBe('Hold for 10 minutes');
    expect(translate(texts, 'en', { key: 'basket.hold' })).toBe('Hold for {minutes} minutes');
  });

  it('know one from many', () => {
    expect(translate(texts, 'en', { key: 'basket.lines', values: { count: 1 } })).toBe('1 line');
    expect(translate(texts, 'de', { key: 'basket.lines', values: { count: 0 } })).toBe('0 lines');
  });

  it('show the key of a text that is missing', () => {
    expect(translate(texts, 'en', { key: 'basket.gone' })).toBe('basket.gone');
  });
});
