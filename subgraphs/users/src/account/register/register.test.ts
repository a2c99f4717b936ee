import {
  EmailVerifiedSchema,
  PasswordResetRequestedSchema,
  UserRegisteredSchema,
} from '@fleetgraph/schema/events/users_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { allowInsecureRequests, ClientSecretBasic, type Configuration, discovery } from 'openid-client';
import { mailedLinks } from '../../testing/account-links.js';
import { PageBrowser } from '../../testing/page-browser.js';
import { signInByPages, startSignIn } from '../../testing/sign-in-by-pages.js';
import { ALL_SCOPES, startTestProvider, type TestProvider } from '../../testing/start-test-provider.js';

const serviceSecret = 'a secret of the service that is long enough';
const known = { email: 'known@example.org', password: 'three green trains' };
let provider: TestProvider;
let service: Configuration;

beforeAll(async () => {
  provider = await startTestProvider({
    accounts: [{ ...known, displayName: 'Known', roles: ['CUSTOMER'], isEmailVerified: true }],
    clients: [
      { id: 'notifications', kind: 'SERVICE', name: 'Notifications', scopes: ['users:contact'], secret: serviceSecret },
    ],
  });
  service = await discovery(new URL(provider.issuer), 'notifications', undefined, ClientSecretBasic(serviceSecret), {
    execute: [allowInsecureRequests],
  });
});
afterAll(() => provider.stop());

const request = () => ({ callback: provider.callback, scope: ALL_SCOPES });

async function registerAs(typed: { email: string; password: string; name?: string } & Record<string, string>) {
  const browser = new PageBrowser(provider.callback);
  await browser.open(`${provider.issuer}/register`);
  return browser.submit('/register', { name: 'Newcomer', ...typed });
}

const people = (email: string) =>
  provider.subgraph.sql<{ roles: string[]; email_verified_at: Date | null; display_name: string; locale: string }>(
    'select roles, email_verified_at, display_name, locale from person where email = $1',
    [email],
  );

const lastLink = async (): Promise<string> =>
  (await mailedLinks(provider.subgraph, service, 'EmailVerification')).at(-1) ?? 'no link';

describe('a registration', () => {
  it('leads from the sign-in page through the mailbox back to the app, and paying comes with the confirmation', async () => {
    const browser = new PageBrowser(provider.callback, { 'accept-language': 'de-AT,de;q=0.9' });
    const me = { email: 'Nora@Example.org', password: 'zwei rote Boote' };
    const { url } = await startSignIn(provider.web, request());
    await browser.open(url.href);
    await browser.follow('/register');
    await browser.submit('/register', { name: 'Nora', ...me });
    expect(browser.page.text).toContain('Sehen Sie in Ihr Postfach');
    await browser.follow('/interaction/');
    expect((await browser.submit('/sign-in', me)).url).toContain('/auth/callback?code=');

    const before = await signInByPages(provider.web, me, request());
    expect(before.scope).toContain('bookings:own');
    expect(before.scope).not.toContain('payments:own');

    await browser.open(await lastLink());
    expect((await people('nora@example.org'))[0]?.email_verified_at).toBeNull(); // looking at a link changes nothing
    await browser.submit('/verify-email');
    expect(browser.page.text).toContain('Die Adresse ist bestätigt');
    expect((await signInByPages(provider.web, me, request())).scope).toContain('payments:own');

    const [nora] = await people('nora@example.org');
    expect(nora).toMatchObject({ roles: ['CUSTOMER'], display_name: 'Nora', locale: 'de' });
    const verified = await provider.subgraph.events(EmailVerifiedSchema);
    expect(verified.map(({ userId }) => userId)).toContain(decodeJwt(before.access_token).sub);
  });

  it('never lets anybody choose a role', async () => {
    await registerAs({
      email: 'eve@example.org',
      password: 'five quiet rivers',
      roles: 'ADMIN',
      role: 'ADMIN',
      'roles[]': 'ADMIN',
    });
    expect((await people('eve@example.org'))[0]?.roles).toEqual(['CUSTOMER']);
  });

  it('answers the same for a known address and asks its mailbox instead', async () => {
    const before = (await provider.subgraph.events(PasswordResetRequestedSchema)).length;
    const fresh = await registerAs({ email: 'fresh@example.org', password: 'five quiet rivers' });
    const taken = await registerAs({ email: known.email, password: 'five quiet rivers' });
    expect(taken.text).toBe(fresh.text);
    expect(taken.status).toBe(fresh.status);
    expect((await provider.subgraph.events(PasswordResetRequestedSchema)).length).toBe(before + 1);
    await expect(
      signInByPages(provider.web, { email: known.email, password: 'five quiet rivers' }, request()),
    ).rejects.toThrow();
  });

  it('makes one account of many at once', async () => {
    const email = 'race@example.org';
    const count = async () => (await provider.subgraph.events(UserRegisteredSchema)).length;
    const before = await count();
    await Promise.all(Array.from({ length: 5 }, () => registerAs({ email, password: 'five quiet rivers' })));
    expect(await people(email)).toHaveLength(1);
    expect(await count()).toBe(before + 1);
  });

  it.each([
    ['short', { email: 'a@example.org', password: 'short' }, 'at least 10'],
    ['a common password', { email: 'a@example.org', password: 'Password2026' }, 'first that others would guess'],
    ['half an address', { email: 'a@example', password: 'five quiet rivers' }, 'complete address'],
    [
      'a link as a name',
      { email: 'a@example.org', password: 'five quiet rivers', name: 'https://x.example' },
      'without links',
    ],
  ])('is refused for %s, with the reason beside the field', async (_what, typed, reason) => {
    const page = await registerAs(typed);
    expect(page.status).toBe(400);
    expect(page.text).toContain(reason);
    expect(page.text).toContain('aria-invalid="true"');
    expect(page.text).not.toContain(typed.password);
  });

  it('is not taken from another site', async () => {
    const answer = await fetch(`${provider.issuer}/register`, {
      method: 'POST',
      body: new URLSearchParams({
        name: 'X',
        email: 'csrf@example.org',
        password: 'five quiet rivers',
        csrf: 'x'.repeat(43),
      }),
    });
    expect(answer.status).toBe(400);
    expect(await people('csrf@example.org')).toHaveLength(0);
  });
});

describe('a confirmation link', () => {
  it('belongs to the registration it was mailed for: who types an address of others first gains nothing', async () => {
    const email = 'victim@example.org';
    const attacker = { email, password: 'attackers own words' };
    const victim = { email, password: 'victims own words' };
    await registerAs(attacker);
    const attackerBrowser = new PageBrowser(provider.callback);
    await signInByPages(provider.web, attacker, { ...request(), browser: attackerBrowser });
    await registerAs({ ...victim, name: 'Victim' });
    const browser = new PageBrowser(provider.callback);
    await browser.open(await lastLink());
    await browser.submit('/verify-email');

    await expect(signInByPages(provider.web, attacker, request())).rejects.toThrow();
    expect((await signInByPages(provider.web, victim, request())).scope).toContain('payments:own');
    const { url } = await startSignIn(provider.web, { ...request(), parameters: { prompt: 'none' } });
    expect((await attackerBrowser.open(url.href)).url).toContain('login_required');
  });

  it('works once, in time, and as it was made', async () => {
    await registerAs({ email: 'once@example.org', password: 'five quiet rivers' });
    const link = await lastLink();
    const browser = new PageBrowser(provider.callback);
    expect((await browser.open(`${link.slice(0, -3)}abc`)).status).toBe(410);

    await browser.open(link);
    await browser.submit('/verify-email');
    expect(browser.page.status).toBe(200);
    await browser.open(link);
    expect((await browser.submit('/verify-email')).status).toBe(410);
    expect(await lastLink()).toBe('no link');

    await registerAs({ email: 'late@example.org', password: 'five quiet rivers' });
    const late = await lastLink();
    await provider.subgraph.sql(`update email_verification set expires_at = clock_timestamp() where used_at is null`);
    await browser.open(late);
    expect((await browser.submit('/verify-email')).status).toBe(410);
    expect((await people('late@example.org'))[0]?.email_verified_at).toBeNull();
  });

  it('is sent again on request, and nothing tells who has an account', async () => {
    await registerAs({ email: 'again@example.org', password: 'five quiet rivers' });
    const before = (await mailedLinks(provider.subgraph, service, 'EmailVerification')).length;
    const ask = async (email: string) => {
      const browser = new PageBrowser(provider.callback);
      await browser.open(`${provider.issuer}/verify-email/resend`);
      return browser.submit('/resend', { email });
    };
    const [unverified, verified, unknown] = [
      await ask('again@example.org'),
      await ask(known.email),
      await ask('nobody@example.org'),
    ];
    expect(unverified.text).toBe(unknown.text);
    expect(verified.text).toBe(unknown.text);
    expect((await mailedLinks(provider.subgraph, service, 'EmailVerification')).length).toBe(before + 1);
    const browser = new PageBrowser(provider.callback);
    await browser.open(await lastLink());
    await browser.submit('/verify-email');
    await signInByPages(provider.web, { email: 'again@example.org', password: 'five quiet rivers' }, request());
  });
});
