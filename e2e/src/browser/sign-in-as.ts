import { DEMO_PEOPLE } from '@fleetgraph/local/system/demo-accounts';
import type { Page } from 'playwright-core';

/** Fills the provider's sign-in page, which must be open, and waits to be back in the app. */
export async function signInAs(page: Page, name: keyof typeof DEMO_PEOPLE): Promise<void> {
  const { email, password, displayName } = DEMO_PEOPLE[name];
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('input[name=password]').press('Enter');
  await page.getByRole('link', { name: displayName }).waitFor();
}

/** Opens the app and signs in by its button. */
export async function openSignedIn(page: Page, url: string, name: keyof typeof DEMO_PEOPLE): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await signInAs(page, name);
}
