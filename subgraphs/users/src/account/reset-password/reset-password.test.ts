import { PasswordChangedSchema } from '@fleetgraph/schema/events/users_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allowInsecureRequests, ClientSecretBasic, type Configuration, discovery } from 'openid-client';
import { mailedLinks } from '../../testing/account-links.js';
import { PageBrowser } from '../../testing/page-browser.js';
import { signInByPages, startSignIn } from '../../testing/sign-in-by-pages.js';
import { ALL_SCOPES, startTestProvider, type TestProvider } from '../../testing/start-test-provider.js';

const serviceSecret = 'a secret of the service that is long enough';
const carla = { email: 'carla@example.org', password: 'three green trains' };
const closed = { email: 'closed@example.org', password: 'three green trains' };
let provider: TestProvider;
let service: Configuration;

beforeAll(async () => {
  const person = { displayName: 'Somebody', roles: ['CUSTOMER' as const], isEmailVerified: true };
  provider = await startTestProvider({
    accounts: [
      { ...carla, ...person },
      { ...closed, ...person },
    ],
    clients: [
      { id: 'notifications', kind: 'SERVICE', name: 'Notifications', scopes: ['users:contact'], secret: serviceSecret },
    ],
  });
  service = await discovery(new URL(provider.issuer), 'notifications', undefined, ClientSecretBasic(serviceSecret), {
    execute: [allowInsecureRequests],
  });
  await provider.subgraph.sql(`update person set suspended_at = now() where email = $1`, [closed.email]);
});
afterAll(() => provider.stop());

const request = () => ({ callback: provider.callback, scope: ALL_SCOPES });
const links = () => mailedLinks(provider.subgraph, service, 'PasswordReset');

async function ask(email: string) {
  const browser = new PageBrowser(provider.callback);
  await browser.open(`${provider.issuer}/reset-password`);
  return browser.submit('/reset-password', { email });
}

describe('a new password', () => {
  it('is set by the mailed link, once, and ends every session', async () => {
    const elsewhere = new PageBrowser(provider.callback);
    await signInByPages(provider.web, carla, { ...request(), browser: elsewhere });
    await ask(carla.email);
    const link = (await links()).at(-1) ?? '';
    const browser = new PageBrowser(provider.callback);
    await browser.open(link);
    expect((await browser.submit('/new', { password: 'Password2026' })).text).toContain(
      'first that others would guess',
    );
    expect((await browser.submit('/new', { password: 'four yellow boats' })).text).toContain('The new password is set');

    await expect(signInByPages(provider.web, carla, request())).rejects.toThrow();
    await signInByPages(provider.web, { ...carla, password: 'four yellow boats' }, request());
    const { url } = await startSignIn(provider.web, { ...request(), parameters: { prompt: 'none' } });
    expect((await elsewhere.open(url.href)).url).toContain('login_required');
    await browser.open(link);
    expect((await browser.submit('/new', { password: 'another try of mine' })).status).toBe(410);
    expect(await provider.subgraph.events(PasswordChangedSchema)).toHaveLength(1);
  });

  it('is asked for with one answer for everybody, and mailed to nobody who is unknown or kept out', async () => {
    const before = (await links()).length;
    const answers = [await ask(carla.email), await ask('nobody@example.org'), await ask(closed.email)];
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await links()).length).toBe(before + 1);
  });

  it('fills no mailbox', async () => {
    for (let i = 0; i < 5; i++) await ask(carla.email);
    expect((await links()).length).toBeLessThanOrEqual(3);
  });

  it('cannot be set by a link that was made up or ran out', async () => {
    const browser = new PageBrowser(provider.callback);
    const forged = `${provider.issuer}/reset-password/new?token=00000000-0000-4000-8000-000000000000.${'A'.repeat(43)}`;
    expect((await browser.open(forged)).status).toBe(410);
    const open = (await links()).findLast((link) => link !== null) ?? '';
    await provider.subgraph.sql('update password_reset set expires_at = clock_timestamp()');
    await browser.open(open);
    expect((await browser.submit('/new', { password: 'four yellow boats' })).status).toBe(410);
  });
});
