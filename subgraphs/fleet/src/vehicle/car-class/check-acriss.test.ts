import { describe, expect, it } from '@jest/globals';
import { acrissFault, isElectric } from './check-acriss.js';

describe('acrissFault', () => {
  it('accepts codes of the published table', () => {
    for (const code of ['MBMR', 'ECAR', 'CDMR', 'IFAR', 'PVAR', 'XSBR', 'CCAE', 'LDAD']) {
      expect(acrissFault(code)).toBeUndefined();
    }
  });

  it('names the place that is wrong', () => {
    expect(acrissFault('ECA')).toMatch(/four/);
    expect(acrissFault('ZCAR')).toMatch(/category/);
    expect(acrissFault('EAAR')).toMatch(/type/);
    expect(acrissFault('ECXR')).toMatch(/transmission/);
    expect(acrissFault('ECA1')).toMatch(/fuel/);
    expect(acrissFault('ecar')).toMatch(/category/);
  });

  it('knows an electric drive', () => {
    expect(isElectric('CCAE')).toBe(true);
    expect(isElectric('CCAR')).toBe(false);
  });
});
