import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PageBrowser } from '../testing/page-browser.js';
import { startSignIn } from '../testing/sign-in-by-pages.js';
import { startTestProvider, type TestProvider } from '../testing/start-test-provider.js';
import { html } from './html.js';
import { chooseLanguage } from './language.js';
import { DE } from './texts.de.js';
import { EN } from './texts.en.js';

let provider: TestProvider;
beforeAll(async () => {
  provider = await startTestProvider();
});
afterAll(() => provider.stop());

async function signInUrl(parameters: Record<string, string> = {}): Promise<string> {
  const { url } = await startSignIn(provider.web, { callback: provider.callback, scope: 'openid', parameters });
  return url.href;
}

const PAGES: readonly [string, () => Promise<string> | string][] = [
  ['sign-in', () => signInUrl()],
  ['registration', () => `${provider.issuer}/register`],
  ['password request', () => `${provider.issuer}/reset-password`],
  ['confirmation request', () => `${provider.issuer}/verify-email/resend`],
  ['dead link', () => `${provider.issuer}/verify-email?token=x`],
  ['lost sign-in', () => `${provider.issuer}/interaction/abcdefghijklmnopqrstu`],
  ['fault', () => `${provider.issuer}/auth?client_id=nobody`],
  ['sign-out', () => `${provider.issuer}/session/end/success`],
];

describe.each(PAGES)('the page "%s"', (_name, address) => {
  it('has a language, one heading, a name for each input, and runs nothing from anywhere', async () => {
    const browser = new PageBrowser(provider.callback);
    const { text, headers } = await browser.open(await address());
    expect(text).toContain('<html lang="en">');
    expect(text.match(/<h1>/g)).toHaveLength(1);
    for (const [input, name] of text.matchAll(/<input(?![^>]*type="hidden")[^>]* name="(\w+)"[^>]*>/g)) {
      expect(text).toContain(`<label for="${name}">`);
      expect(input).toMatch(/autocomplete="[\w-]+"/);
    }
    expect(text).not.toMatch(/<script|\son\w+=|https?:\/\/(?!127)/);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('speaks German to browsers that prefer it', async () => {
    const browser = new PageBrowser(provider.callback, { 'accept-language': 'fr, de-CH;q=0.8, en;q=0.7' });
    expect((await browser.open(await address())).text).toContain('<html lang="de">');
  });
});

describe('the language', () => {
  it('is what the app asked for before what the browser prefers', async () => {
    const browser = new PageBrowser(provider.callback, { 'accept-language': 'en' });
    expect((await browser.open(await signInUrl({ ui_locales: 'de' }))).text).toContain(DE.signIn);
    expect((await browser.follow('/register')).text).toContain(DE.createAccount);
  });

  it.each([
    [undefined, undefined, 'en'],
    ['fr de', 'en', 'de'],
    [undefined, 'fr-CA, es', 'en'],
    [undefined, 'en;q=0.5, de;q=0.9', 'de'],
    [undefined, 'de;q=0', 'en'],
  ])('of %p and "%s" is %s', (uiLocales, acceptLanguage, expected) => {
    expect(chooseLanguage(uiLocales, acceptLanguage).tag).toBe(expected);
  });

  it('has every text in both, with the same gaps', () => {
    const gaps = (texts: Record<string, string>) =>
      Object.entries(texts).map(([key, text]) => [key, text.match(/\{\w+\}/g)]);
    expect(gaps({ ...DE })).toEqual(gaps({ ...EN }));
  });
});

describe('markup', () => {
  it('escapes every value', () => {
    expect(html`<p title="${'"\''}">${'<script>&'}</p>`.text).toBe('<p title="&quot;&#39;">&lt;script&gt;&amp;</p>');
  });

  it('never shows what was typed as markup', async () => {
    const browser = new PageBrowser(provider.callback);
    await browser.open(`${provider.issuer}/register`);
    const page = await browser.submit('/register', { name: '"><img src=x>', email: '<b>', password: 'x' });
    expect(page.text).not.toContain('<img');
    expect(page.text).not.toContain('value="<b>');
  });
});

describe('the cookies', () => {
  it('are out of reach of script and of other sites', async () => {
    const cookies: string[] = [];
    const answer = await fetch(await signInUrl(), { redirect: 'manual' });
    cookies.push(
      ...answer.headers.getSetCookie(),
      ...(await fetch(`${provider.issuer}/register`)).headers.getSetCookie(),
    );
    expect(cookies.length).toBeGreaterThan(2);
    for (const cookie of cookies) {
      expect(cookie.toLowerCase()).toContain('httponly');
      expect(cookie.toLowerCase()).toContain('samesite=lax');
      expect(cookie).toMatch(/path=\/oidc/i);
    }
  });
});
