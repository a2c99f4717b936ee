import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deriveSecrets } from './derive-secrets.js';
import { linkToken, openLinkToken } from './link-token.js';

const [old, fresh, foreign] = ['old', 'fresh', 'foreign'].map((name) => `the ${name} secret of tests, long enough`);
const secrets = deriveSecrets([fresh ?? '', old ?? '']);

describe('what is sealed', () => {
  it('opens with the secret that sealed it, for the same purpose only', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const sealed = deriveSecrets([old ?? '']).seal('signing-key', text);
        expect(secrets.open('signing-key', sealed)).toBe(text);
        expect(() => secrets.open('cookie', sealed)).toThrow('no longer configured');
        expect(() => deriveSecrets([foreign ?? '']).open('signing-key', sealed)).toThrow('no longer configured');
      }),
    );
  });
});

describe('a link token', () => {
  it('opens as what it was made for', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const token = linkToken(deriveSecrets([old ?? '']), 'verify-email', id);
        expect(openLinkToken(secrets, 'verify-email', token)).toBe(id);
        expect(openLinkToken(secrets, 'reset-password', token)).toBeUndefined();
      }),
    );
  });

  it('opens no more when any sign of it is changed', () => {
    const token = linkToken(secrets, 'verify-email', '0190f3a0-0000-7000-8000-000000000000');
    fc.assert(
      fc.property(fc.nat(token.length - 2), fc.constantFrom(...'abcXYZ012-_'), (index, sign) => {
        fc.pre(token[index] !== sign);
        const changed = token.slice(0, index) + sign + token.slice(index + 1);
        expect(openLinkToken(secrets, 'verify-email', changed)).toBeUndefined();
      }),
    );
  });

  it('takes anything that comes from outside', () => {
    fc.assert(fc.property(fc.string(), (text) => openLinkToken(secrets, 'verify-email', text) === undefined));
  });
});
