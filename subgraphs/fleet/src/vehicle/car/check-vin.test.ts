import { describe, expect, it } from '@jest/globals';
import { vinCheckDigit, vinFault } from './check-vin.js';

describe('vinFault', () => {
  it('accepts VINs with and without a check digit', () => {
    expect(vinFault('1M8GDM9AXKP042788')).toBeUndefined();
    expect(vinFault('WVWZZZ1JZXW000001')).toBeUndefined();
    expect(vinFault('11111111111111111')).toBeUndefined();
  });

  it('refuses a wrong length, the letters I, O, Q and lower case', () => {
    expect(vinFault('WVWZZZ1JZXW00001')).toMatch(/17/);
    for (const letter of ['I', 'O', 'Q', 'a', ' ']) expect(vinFault(`WVWZZZ1JZXW00000${letter}`)).toMatch(/without/);
  });

  it('refuses a wrong check digit only where the region uses one', () => {
    expect(vinFault('1M8GDM9A1KP042788')).toMatch(/check digit/);
    expect(vinCheckDigit('1M8GDM9AXKP042788')).toBe('X');
    expect(vinFault('LM8GDM9AXKP042788')).toMatch(/check digit/);
  });
});
