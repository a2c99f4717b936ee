import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What is wrong with the page that is shown: accessibility by axe (some of its rules or all), and anything wider than the window. */
export async function faultsOf(page: Page, rules?: string[]): Promise<string[]> {
  // Of GraphiQL, two things are not ours to mend: a close button inside each tab, and the colours of the editor's theme.
  const axe = new AxeBuilder({ page }).exclude('.graphiql-tabs').exclude('.monaco-editor');
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  return overflow === 0 ? serious : [...serious, `wider than the window by ${overflow} px`];
}

/** Collects what the browser's console and the page itself complain about. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const { url } = message.location();
    // The sandbox answers a declined card with 402; that is its business.
    if (message.type() === 'error' && !url.includes('/sandbox/')) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  return complaints;
}
