import { describe, expect, it } from '@jest/globals';
import { passwordFault } from './password-rules.js';

const about = { email: 'carla.lopez@example.org', displayName: 'Carla López' };

describe('a password', () => {
  it.each(['correct horse battery', 'ünïcödé-wörter', 'nur kleine buchstaben', 'carla likes trains'])(
    'may be "%s"',
    (password) => {
      expect(passwordFault(password, about)).toBeUndefined();
    },
  );

  it.each([
    ['short1!', 'tooShort'],
    ['x'.repeat(129), 'tooLong'],
    ['Password2026!', 'common'],
    ['1234567890', 'common'],
    ['aaaaaaaaaaaa', 'common'],
    ['qwertzuiop12', 'common'],
    ['Fleetgraph2026', 'common'],
    ['carla.lopez2026', 'likeYourData'],
    ['CarlaLópez1999!', 'likeYourData'],
  ])('is refused: "%s" is %s', (password, fault) => {
    expect(passwordFault(password, about)).toBe(fault);
  });
});
