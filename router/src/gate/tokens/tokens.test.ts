import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { base64url, generateKeyPair } from 'jose';
import type { RouterSettings } from '../../config/config-schema.js';
import { GUARDED } from '../../testing/graphs/guarded.js';
import { TestEventStream } from '../../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestIssuer, type TestIssuer, type TokenWishes } from '../../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';
import { TestSocket } from '../../testing/test-socket.js';

describe('access tokens', () => {
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter | undefined;

  beforeAll(async () => {
    graph = await startTestGraph(GUARDED);
  });
  beforeEach(async () => {
    issuer = await startTestIssuer();
  });
  afterEach(async () => {
    await router?.stop();
    router = undefined;
    await issuer.stop();
  });
  afterAll(() => graph?.stop());

  type Rules = NonNullable<RouterSettings['authentication']>;
  const start = async (rules: Partial<Rules> = {}, from: TestIssuer = issuer) => {
    router = await startTestRouter({ supergraph: graph.supergraph, authentication: { ...from.rules, ...rules } });
  };
  const statusOf = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await router?.fetch('/graphql?query={mine{name}}', { headers }))?.status;
  };
  const dataFor = async (token: string, query = '{ mine { name } }') => (await router?.query(query, { token }))?.data;

  it.each<[string, () => Promise<string>]>([
    ['expired', () => issuer.token({ expiresInSeconds: -60 })],
    ['of another issuer', () => issuer.token({ issuer: 'https://evil.test' })],
    ['for somebody else', () => issuer.token({ audience: 'https://other.test' })],
    ['of another type', () => issuer.token({ header: { typ: 'JWT' } })],
    ['without a type', () => issuer.token({ header: { typ: undefined as unknown as string } })],
    ['of a key that is not published', async () => issuer.token({ key: (await generateKeyPair('ES256')).privateKey })],
    ['of an unknown key', () => issuer.token({ header: { kid: 'other' } })],
    ['of a key that is named by a path', () => issuer.token({ header: { kid: '../../../../dev/null' } })],
    [
      'with a name of a key that is no name',
      () => issuer.token({ header: { kid: { toString: 1 } as unknown as string } }),
    ],
    [
      'of a key that it brings along by address',
      async () =>
        issuer.token({ key: (await generateKeyPair('ES256')).privateKey, header: { jku: 'https://evil.test/jwks' } }),
    ],
    ['with an extension that nobody knows', () => forged({ alg: 'ES256', crit: ['x'], x: 1 })],
    ['signed by nobody', () => forged({ alg: 'none', typ: 'at+jwt' })],
    [
      'signed by the public key',
      async () =>
        issuer.token({ key: new TextEncoder().encode(await issuer.publicKeyText()), header: { alg: 'HS256' } }),
    ],
    ['without an end', () => forged({ alg: 'ES256', typ: 'at+jwt' }, { exp: undefined })],
    ['longer than 12,000 characters', () => issuer.token({ claims: { long: 'x'.repeat(9_300) } })],
  ])('answers 401 for one that is %s', async (_, make) => {
    await start();
    expect(await statusOf(await issuer.token())).toBe(200);
    expect(await statusOf(await make())).toBe(401);
  });

  /** A good token with another header or other claims, its signature untouched. */
  async function forged(header: object, claims: object = {}): Promise<string> {
    const [, payload = '', signature = ''] = (await issuer.token()).split('.');
    const decoded = JSON.parse(new TextDecoder().decode(base64url.decode(payload)));
    const text = (value: object) => base64url.encode(JSON.stringify(value));
    return `${text(header)}.${text({ ...decoded, ...claims })}.${signature}`;
  }

  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'])('takes %s', async (algorithm) => {
    const other = await startTestIssuer(algorithm);
    await start({}, other);
    expect(await dataFor(await other.token())).toEqual({ mine: { name: 'Person 1' } });
    await other.stop();
  });

  it('takes only the algorithms that are configured', async () => {
    await start({ algorithms: ['RS256'] });
    expect(await statusOf(await issuer.token())).toBe(401);
  });

  it.each([
    [['JWT'], 'JWT', 200],
    [['JWT'], undefined, 200],
    [['jwt'], 'application/JWT', 200],
    [['JWT', 'at+jwt'], 'at+jwt', 200],
    [['JWT'], 'at+jwt', 401],
    [[], 'anything', 200],
  ])('with tokenTypes %j a token of type %s is answered with %s', async (tokenTypes, typ, status) => {
    await start({ tokenTypes });
    expect(await statusOf(await issuer.token({ header: { typ: typ as string } }))).toBe(status);
  });

  it.each([
    [-40, 200],
    [-80, 401],
  ])('lets clocks differ by the leeway: %s s', async (expiresInSeconds, status) => {
    await start({ leewaySeconds: 60 });
    expect(await statusOf(await issuer.token({ expiresInSeconds }))).toBe(status);
  });

  it('takes one of several audiences', async () => {
    await start({ audience: ['https://one.test', 'https://graph.test'] });
    expect(await statusOf(await issuer.token())).toBe(200);
  });

  it.each<[string, TokenWishes]>([
    ['text with blanks', { scope: 'other pay:read' }],
    ['a list', { claims: { scope: undefined, scp: ['other', 'pay:read'] } }],
  ])('reads scopes from %s', async (_, wishes) => {
    await start();
    expect(await dataFor(await issuer.token(wishes), '{ person(id: "1") { salary } }')).toEqual({
      person: { salary: 10 },
    });
  });

  it('reads policies and scopes from the claims that are configured', async () => {
    await start({ claims: { policies: ['https://roles'], scopes: 'permissions' } });
    const token = await issuer.token({ claims: { 'https://roles': ['p'], permissions: ['pay:read'] } });
    expect(await dataFor(token, '{ ruled person(id: "1") { salary } }')).toEqual({
      ruled: 'x',
      person: { salary: 10 },
    });
  });

  it('asks the issuer for nothing because of a token of somebody else', async () => {
    await start();
    await statusOf(await issuer.token({ issuer: 'https://evil.test', header: { kid: 'x' } }));
    expect(issuer.fetches).toBe(0);
  });

  it('takes one that never ends, as some issuers write it, over HTTP, sockets and event streams', async () => {
    await start();
    const token = await issuer.token({ expiresInSeconds: 1e13 });
    expect(await statusOf(token)).toBe(200);
    const { url = '' } = router ?? {};
    const socket = await TestSocket.greeted(url, token);
    socket.subscribe('1', '{ mine { name } }');
    expect(await socket.answersOf('1', 1)).toEqual([{ data: { mine: { name: 'Person 1' } } }]);
    await socket.close();
    const asked = { query: '{ mine { name } }' };
    const stream = await TestEventStream.operation(url, asked, { authorization: `Bearer ${token}` });
    expect(await stream.answersOf(1)).toEqual([{ data: { mine: { name: 'Person 1' } } }]);
    stream.close();
  });

  it('does not know a token longer than it lives', async () => {
    await start({ leewaySeconds: 0 });
    const token = await issuer.token({ expiresInSeconds: 4 });
    expect(await statusOf(token)).toBe(200);
    await until('it is over', async () => (await statusOf(token)) === 401);
  });
});
