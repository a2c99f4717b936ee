import type { RunningSystem } from '@fleetgraph/local/system/running-system';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { START_TIMEOUT_MS } from '../promises/testing/test-system.js';
import { startBrowserSystem } from './browser-system.js';
import { describeInBrowser, openBrowser, openWindow } from './chromium.js';
import { complaintsOf, faultsOf } from './look-at.js';
import { openSignedIn, signInAs } from './sign-in-as.js';

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const when = `at=${dayIn(3)}T10:00&until=${dayIn(5)}T10:00`;

let browser: Browser;
let system: RunningSystem;
let stop: () => Promise<void>;
let page: Page;
let complaints: string[];
let seat: string;
let seatMap: string;
let rival: Page;

/** Puts the first free seat of a map into the basket. */
async function takeFirstSeat(window: Page): Promise<string> {
  await window.getByRole('button', { name: /free$/ }).first().click();
  const put = window.getByRole('button', { name: /^Put seat/ });
  const [designator = ''] = /\d+[A-Z]/.exec((await put.textContent()) ?? '') ?? [];
  await put.click();
  return designator;
}

describeInBrowser('a purchase in the browser', () => {
  beforeAll(async () => {
    [browser, { system, stop }] = await Promise.all([openBrowser(), startBrowserSystem()]);
    page = await (await openWindow(browser)).newPage();
    complaints = complaintsOf(page);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await stop?.();
  });

  /** Adds the first result of a kind. */
  const addFirst = async (kind: string) => {
    await page.goto(`${system.url}/find?kind=${kind}&${when}`);
    await page
      .getByRole('button', { name: /Add to basket/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'In the basket: see it' }).first().waitFor();
  };

  it('puts five kinds into one basket before anybody signs in', async () => {
    for (const kind of ['car', 'bike', 'workshop']) await addFirst(kind);
    await page.goto(`${system.url}/find?kind=product&q=child+seat&${when}`);
    await page
      .getByRole('button', { name: /Add to basket/ })
      .first()
      .click();
    await page.goto(`${system.url}/find?kind=flight&${when}`);
    await page.getByRole('link', { name: 'Choose a seat' }).first().click();
    seatMap = page.url();
    seat = await takeFirstSeat(page);
    await page.getByRole('heading', { name: 'Basket' }).waitFor();
    expect(await page.getByRole('list', { name: 'Lines' }).getByRole('heading').count()).toBe(5);
    await page.getByRole('button', { name: 'One more' }).click();
    await page.getByRole('button', { name: 'Sign in to hold' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('keeps the basket through sign-in and holds it whole', async () => {
    await page.getByRole('button', { name: 'Sign in to hold' }).click();
    await signInAs(page, 'customer');
    rival = await (await openWindow(browser)).newPage();
    await openSignedIn(rival, seatMap, 'customer2');
    expect(await takeFirstSeat(rival)).toBe(seat);
    await rival.getByRole('button', { name: 'Hold for 10 minutes' }).waitFor();

    await page.getByRole('button', { name: 'Hold for 10 minutes' }).click();
    await page.getByRole('heading', { name: 'Pay' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.getByRole('timer').textContent()).toMatch(/^(10:00|9:\d\d)$/);
    expect(await faultsOf(page)).toEqual([]);
  });

  it('refuses a second person the same seat, with others to choose', async () => {
    await rival.getByRole('button', { name: 'Hold for 10 minutes' }).click();
    await rival.getByRole('alert').getByRole('link', { name: 'Choose another seat' }).click();
    const name = `^Row ${seat.slice(0, -1)}, seat ${seat.slice(-1)},.* held by somebody$`;
    await rival.getByRole('button', { name: new RegExp(name) }).waitFor();
    expect(await faultsOf(rival)).toEqual([]);
    await rival.context().close();
  });

  /** Pays by a card in the provider's own form. */
  const payBy = async (card: string) => {
    await page.getByRole('button', { name: /^Pay €/ }).click();
    await page.locator('input[name=number]').fill(card);
    await page.locator('input[name=expiry]').fill('12 / 34');
    await page.locator('input[name=cvc]').fill('123');
    await page.getByRole('button', { name: /Pay/ }).click();
  };

  it('is told of a declined card, with everything still held', async () => {
    await payBy('4000000000000002');
    await page.getByRole('alert').waitFor();
    expect(await page.locator('body').textContent()).toMatch(/declined/i);
  });

  it('is booked as soon as the server says so', async () => {
    await page.locator('input[name=number]').fill('4242424242424242');
    await page.getByRole('button', { name: /Pay/ }).click();
    await page.getByText(/^Booked: /).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('shows the trip with its invoice', async () => {
    await page.getByRole('link', { name: 'Show the trip' }).click();
    await page.getByRole('link', { name: /^Invoice / }).waitFor();
    expect(await page.getByText(/Confirmed$/).count()).toBeGreaterThanOrEqual(6);
    expect(await faultsOf(page)).toEqual([]);
    const href = await page.getByRole('link', { name: /^Invoice / }).getAttribute('href');
    expect(href).toMatch(/\.pdf/);
  });

  it('cancels one line after showing what comes back', async () => {
    await page
      .getByRole('button', { name: /^Cancel/ })
      .first()
      .click();
    await page.getByText(/^You get back €/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel it' }).click();
    await page.getByText(/Partly cancelled$/).waitFor();
    await page
      .getByText(/paid back|on its way/)
      .first()
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  it('tells it in the messages, and complains of nothing', async () => {
    await page.getByRole('link', { name: /^Messages/ }).click();
    await page
      .getByRole('heading', { name: /confirmed/i })
      .first()
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
