import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningSystem } from '@fleetgraph/local/system/running-system';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { START_TIMEOUT_MS } from '../promises/testing/test-system.js';
import { startBrowserSystem } from './browser-system.js';
import { describeInBrowser, openBrowser, openWindow } from './chromium.js';
import { openSignedIn } from './sign-in-as.js';

let browser: Browser;
let system: RunningSystem;
let stop: () => Promise<void>;
let usageFile: string;

describeInBrowser('the web app, as the router sees it', () => {
  beforeAll(async () => {
    const withUsage = (folder: string) => {
      usageFile = join(folder, 'usage.jsonl');
      return { usageFile };
    };
    [browser, { system, stop }] = await Promise.all([openBrowser(), startBrowserSystem(withUsage)]);
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await stop?.();
  });

  it('says which program it is, over HTTP and over its socket', async () => {
    const page = await (await openWindow(browser)).newPage();
    const subscribed = page
      .waitForEvent('websocket')
      .then((socket) =>
        socket.waitForEvent('framesent', ({ payload }) => String(payload).includes('"type":"subscribe"')),
      );
    await openSignedIn(page, `${system.url}/messages`, 'customer');
    await subscribed;
    await page.goto(`${system.url}/find`);
    await page.locator('main li a').first().waitFor();
    await system.stop(); // which writes what was counted
    const programs = (await readFile(usageFile, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const web = programs.find(({ name }) => name === 'fleetgraph-web');
    expect(web).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    const used = Object.keys(web.coordinates);
    expect(used).toEqual(expect.arrayContaining(['Query.search', expect.stringMatching(/^Subscription\./)]));
  });
});
