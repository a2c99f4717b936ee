import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** A suite that needs Chromium: where it is not installed, its tests are listed as skipped. */
export const describeInBrowser: typeof describe.skip = existsSync(CHROMIUM) ? describe : describe.skip;

/** Starts Chromium without anything that asks the network by itself. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** How somebody looks at the app. */
export interface Look {
  width?: number;
  colorScheme?: 'light' | 'dark';
  locale?: string;
}

/** A fresh person's browser window: no cookies, no storage. */
export function openWindow(browser: Browser, look: Look = {}): Promise<BrowserContext> {
  const { width = 1280, colorScheme = 'light', locale = 'en-GB' } = look;
  return browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    locale,
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
}
