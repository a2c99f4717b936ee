import { describe, expect, it } from '@jest/globals';
import { isSignatureValid, type SignedRequest, signRequest } from './sign-request.js';

const NEW = 'the secret that signs since the rotation began';
const OLD = 'the secret that signed before';
const NOW = Date.parse('2026-11-22T12:00:00Z');
const REQUEST: SignedRequest = {
  method: 'POST',
  path: '/graphql',
  body: '{"query":"{ a }"}',
  authorization: 'Bearer a',
};

describe('the signature of a call', () => {
  const isValid = (request: SignedRequest, header: string | undefined, atMs = NOW) =>
    isSignatureValid([NEW, OLD], request, header, atMs);

  it.each([NEW, OLD])('counts with either secret while they are rotated: %s', (secret) => {
    expect(isValid(REQUEST, signRequest(secret, REQUEST, NOW))).toBe(true);
  });

  it('counts for text and bytes alike', () => {
    const signature = signRequest(NEW, { ...REQUEST, body: 'größer' }, NOW);
    expect(isValid({ ...REQUEST, body: Buffer.from('größer') }, signature)).toBe(true);
  });

  it.each<[string, Partial<SignedRequest>]>([
    ['method', { method: 'GET' }],
    ['path', { path: '/graphql/admin' }],
    ['body', { body: '{"query":"{ b }"}' }],
    ['identity', { authorization: 'Bearer b' }],
    ['missing identity', { authorization: undefined }],
  ])('does not count for another %s', (_, change) => {
    expect(isValid({ ...REQUEST, ...change }, signRequest(NEW, REQUEST, NOW))).toBe(false);
  });

  it('counts for a minute, by a clock that is fast or slow', () => {
    const signature = signRequest(NEW, REQUEST, NOW);
    const after = (seconds: number) => isValid(REQUEST, signature, NOW + seconds * 1000);
    expect([after(60), after(-60), after(61), after(-61)]).toEqual([true, true, false, false]);
  });

  it('does not count with another time written on it', () => {
    const signature = signRequest(NEW, REQUEST, NOW - 3_600_000);
    const [, mac] = signature.split(',');
    expect(isValid(REQUEST, `t=${NOW / 1000},${mac}`)).toBe(false);
  });

  it.each([
    undefined,
    '',
    'v1=00',
    't=1,v1=',
    `t=${NOW / 1000},v1=${'0'.repeat(64)}`,
    `t=${NOW / 1000},v1=${'x'.repeat(64)}`,
  ])('does not count when it is no signature: %s', (header) => {
    expect(isValid(REQUEST, header)).toBe(false);
  });

  it('does not count with a secret that is no longer one', () => {
    expect(isSignatureValid([NEW], REQUEST, signRequest(OLD, REQUEST, NOW), NOW)).toBe(false);
    expect(isSignatureValid([], REQUEST, signRequest(NEW, REQUEST, NOW), NOW)).toBe(false);
  });
});
