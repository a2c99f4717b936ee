import type { RunningSystem } from '@fleetgraph/local/system/running-system';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { START_TIMEOUT_MS } from '../promises/testing/test-system.js';
import { startBrowserSystem } from './browser-system.js';
import { describeInBrowser, openBrowser, openWindow } from './chromium.js';
import { faultsOf } from './look-at.js';
import { openSignedIn } from './sign-in-as.js';

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let browser: Browser;
let system: RunningSystem;
let stop: () => Promise<void>;

/** Presses Tab until the focus is on what is wanted; a person without a mouse does nothing else. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(wanted)}) ?? false`)) return;
  }
  throw new Error(`Tab never reached ${wanted}`);
}

const seatInFocus = (page: Page) => page.evaluate('document.activeElement?.getAttribute("data-seat")');

describeInBrowser('the app', () => {
  beforeAll(async () => {
    [browser, { system, stop }] = await Promise.all([openBrowser(), startBrowserSystem()]);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await stop?.();
  });

  it('lets a seat be chosen by the keyboard alone', async () => {
    const page = await (await openWindow(browser)).newPage();
    await page.goto(`${system.url}/find?kind=flight&at=${dayIn(2)}T00:00&until=${dayIn(9)}T00:00`);
    await page.getByRole('link', { name: 'Choose a seat' }).first().waitFor();
    await tabTo(page, 'main a[href*="/seats"]');
    await page.keyboard.press('Enter');
    await page.getByRole('grid').first().waitFor();

    await tabTo(page, '[data-seat]');
    const first = String(await seatInFocus(page));
    const row = Number.parseInt(first, 10);
    await page.keyboard.press('ArrowDown');
    expect(Number.parseInt(String(await seatInFocus(page)), 10)).toBe(row + 1);
    await page.keyboard.press('End');
    const last = String(await seatInFocus(page));
    await page.keyboard.press('ArrowLeft');
    expect(await seatInFocus(page)).not.toBe(last);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    expect(await seatInFocus(page)).toBe(first);

    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: `Put seat ${first} into the basket` }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await tabTo(page, 'main div > button:last-child:not([data-seat]):not([aria-pressed])');
    await page.keyboard.press('Enter');
    await page.getByText(`Seat ${first}`, { exact: true }).waitFor();
    expect(await page.evaluate('document.activeElement?.tagName')).toBe('H1');
    await page.context().close();
  });

  it('offers the same seats as a list', async () => {
    const page = await (await openWindow(browser)).newPage();
    await page.goto(`${system.url}/find?kind=flight&at=${dayIn(2)}T00:00&until=${dayIn(9)}T00:00`);
    await page.getByRole('link', { name: 'Choose a seat' }).first().click();
    await page.getByRole('grid').first().waitFor();
    const free = await page.getByRole('button', { name: /free$/ }).count();
    await page.getByRole('button', { name: 'List' }).click();
    expect(await page.getByRole('button', { name: /^Choose: / }).count()).toBe(free);
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('says when it is not live, and resumes behind the last message', async () => {
    const page = await (await openWindow(browser)).newPage();
    const sockets: WebSocketRoute[] = [];
    const subscribed: { variables?: { after?: number } }[] = [];
    let isDown = false;
    await page.routeWebSocket(/\/graphql$/, (socket) => {
      if (isDown) return void socket.close({ code: 4499 });
      const server = socket.connectToServer();
      socket.onMessage((text) => {
        const message = JSON.parse(String(text));
        if (message.type === 'subscribe') subscribed.push(message.payload);
        server.send(text);
      });
      sockets.push(socket);
    });
    await openSignedIn(page, system.url, 'customer');
    await page.getByRole('link', { name: /^Messages/ }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    const before = subscribed.length;

    await sockets.at(-1)?.close({ code: 4403, reason: 'The token has ended.' });
    await page.getByText('Reconnecting', { exact: true }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    const resumed = subscribed.slice(before);
    expect(resumed.length).toBeGreaterThan(0);
    for (const { variables } of resumed) expect(variables?.after).toBeGreaterThan(0);

    isDown = true;
    await sockets.at(-1)?.close({ code: 4499 });
    await page.getByText(/^Stale since \d\d:\d\d$/).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    isDown = false;
    await page.getByText('Live', { exact: true }).waitFor();
    await page.context().close();
  });
});
