import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PageBrowser } from '../../testing/page-browser.js';
import { startSignIn } from '../../testing/sign-in-by-pages.js';
import { startTestProvider, type TestProvider } from '../../testing/start-test-provider.js';
import { pauseSeconds } from './create-throttle.js';

const password = 'three green trains';
const person = { password, displayName: 'Somebody', roles: ['CUSTOMER' as const], isEmailVerified: true };
let provider: TestProvider;

beforeAll(async () => {
  provider = await startTestProvider({
    accounts: ['carla', 'paul', 'race', 'nat'].map((name) => ({ ...person, email: `${name}@example.org` })),
  });
});
afterAll(() => provider.stop());

async function openSignIn(address: string): Promise<PageBrowser> {
  const browser = new PageBrowser(provider.callback, { 'x-forwarded-for': address });
  const { url } = await startSignIn(provider.web, { callback: provider.callback, scope: 'openid' });
  await browser.open(url.href);
  return browser;
}

async function tryOften(name: string, times: number, address: string) {
  const browser = await openSignIn(address);
  const email = `${name}@example.org`;
  for (let i = 0; i < times; i++) await browser.submit('/sign-in', { email, password: `wrong ${i}` });
  return browser.submit('/sign-in', { email, password });
}

it('pauses from the fifth bad try, twice as long each time, up to a quarter of an hour', () => {
  expect([1, 4, 5, 6, 7, 20].map((tries) => pauseSeconds(tries, 5))).toEqual([0, 0, 5, 10, 20, 900]);
});

describe('bad tries', () => {
  it('do not keep a person out before the fifth', async () => {
    expect((await tryOften('carla', 4, '192.0.2.1')).url).toContain('code=');
  });

  it('make even the right password wait, and the page says how long', async () => {
    const page = await tryOften('paul', 5, '192.0.2.2');
    expect(page.status).toBe(429);
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(page.text).toMatch(/Try again in \d+ seconds/);
  });

  it('do the same for an address that nobody has', async () => {
    expect((await tryOften('nobody', 5, '192.0.2.3')).status).toBe(429);
  });

  it('cannot slip through side by side', async () => {
    const browsers = await Promise.all(Array.from({ length: 12 }, (_, i) => openSignIn(`198.51.100.${i}`)));
    const pages = await Promise.all(
      browsers.map((browser, i) => browser.submit('/sign-in', { email: 'race@example.org', password: `wrong ${i}` })),
    );
    expect(pages.filter(({ status }) => status === 400).length).toBeLessThanOrEqual(5);
    expect(pages.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(7);
  });

  it('of one network address over many accounts make that address wait, whatever it writes into headers', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 22; i++) {
      const browser = await openSignIn(`203.0.113.${i}, 192.0.2.9`);
      statuses.push((await browser.submit('/sign-in', { email: `victim${i}@example.org`, password })).status);
    }
    expect(statuses.slice(0, 19)).toEqual(Array.from({ length: 19 }, () => 400));
    expect(statuses).toContain(429);
    const elsewhere = await openSignIn('192.0.2.10');
    expect((await elsewhere.submit('/sign-in', { email: 'nat@example.org', password })).url).toContain('code=');
  });

  it('leave no address or account readable in the table', async () => {
    const rows = await provider.subgraph.sql<{ key: string }>('select key from throttle');
    expect(rows.length).toBeGreaterThan(0);
    for (const { key } of rows) expect(key).not.toMatch(/example|192\.0/);
  });
});
