import type { RunningSystem } from '@fleetgraph/local/system/running-system';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { START_TIMEOUT_MS } from '../promises/testing/test-system.js';
import { startBrowserSystem } from './browser-system.js';
import { describeInBrowser, type Look, openBrowser, openWindow } from './chromium.js';
import { complaintsOf, faultsOf } from './look-at.js';
import { openSignedIn } from './sign-in-as.js';

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const when = `at=${dayIn(3)}T10:00&until=${dayIn(5)}T10:00`;
const LOOKS: { name: string; look: Look; rules?: string[] }[] = [
  { name: 'on a wide window', look: {} },
  { name: 'on 320 px', look: { width: 320 } },
  // Only colours differ in the dark.
  { name: 'in the dark', look: { colorScheme: 'dark' }, rules: ['color-contrast'] },
];

let browser: Browser;
let system: RunningSystem;
let stop: () => Promise<void>;

/** Visits addresses one after another; answers what is wrong, by address. */
async function visit(page: Page, addresses: readonly string[], rules?: string[]): Promise<Record<string, string[]>> {
  const faults: Record<string, string[]> = {};
  for (const address of addresses) {
    await page.goto(system.url + address);
    await page.locator('h1').first().waitFor();
    await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
    const found = await faultsOf(page, rules);
    if (found.length > 0) faults[address] = found;
  }
  return faults;
}

describeInBrowser('each page', () => {
  beforeAll(async () => {
    [browser, { system, stop }] = await Promise.all([openBrowser(), startBrowserSystem()]);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await stop?.();
  });

  const open = async (look: Look = {}) => (await openWindow(browser, look)).newPage();

  for (const { name, look, rules } of LOOKS) {
    it(`can be used by strangers ${name}`, async () => {
      const page = await open(look);
      const complaints = complaintsOf(page);
      const places = ['/', '/find', `/find?${when}`, '/find?q=zzzzzz', `/find?q=zzzzzz&kind=car&${when}`, '/basket'];
      expect(await visit(page, [...places, '/trips', '/nowhere', '/developers'], rules)).toEqual({});

      await page.goto(`${system.url}/find?kind=car&${when}`);
      await page.locator('main li a').first().click();
      await page.getByText('What is in the price').click();
      expect(await faultsOf(page)).toEqual([]);
      await page.goto(page.url().split('?')[0] ?? '');
      await page.getByRole('heading', { name: 'When do you need it?' }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    }, 120_000);

    it(`can be used by those who are signed in ${name}`, async () => {
      for (const [person, addresses] of [
        ['customer', ['/', '/trips', '/messages', '/account', '/desk']],
        ['agent', ['/desk', '/desk?locator=ZZZZZZ', '/partner']],
        ['analyst', ['/numbers', '/numbers?by=kind&bucket=MONTH']],
      ] as const) {
        const page = await open(look);
        await openSignedIn(page, system.url, person);
        expect(await visit(page, addresses, rules)).toEqual({});
        await page.context().close();
      }
    }, 120_000);
  }

  it('speaks German to those who do', async () => {
    const page = await open({ locale: 'de-DE' });
    await page.goto(`${system.url}/find?${when}`);
    await page.getByRole('heading', { name: 'Finden' }).waitFor();
    await page
      .getByText(/\d,\d\d\s€/)
      .first()
      .waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.getByLabel('Sprache').selectOption('en');
    await page.getByRole('heading', { name: 'Find' }).waitFor();
    await page.context().close();
  });

  it('shows while it waits, when the network is away, and goes on when it is back', async () => {
    const page = await open();
    await page.goto(`${system.url}/find?kind=bike&${when}`);
    await page
      .getByRole('button', { name: /Add to basket/ })
      .first()
      .waitFor();

    let answer = () => {};
    const mayAnswer = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/graphql', async (route) => {
      await mayAnswer;
      await route.abort('internetdisconnected');
    });
    await page.getByRole('button', { name: 'Cars' }).click();
    await page.locator('main [aria-busy=true]').waitFor();
    expect(await faultsOf(page)).toEqual([]);

    answer();
    await page.getByRole('alert').getByText('No connection').waitFor();
    expect(await faultsOf(page)).toEqual([]);

    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page
      .getByRole('button', { name: /Add to basket: .*or similar/ })
      .first()
      .waitFor();
    await page.context().close();
  });
});
