import { PageBrowser } from '@fleetgraph/users/testing/page-browser';
import type { Mailbox } from './mailbox.js';

/** What a stranger types to get an account. */
export interface Newcomer {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Makes an account by the pages; the mail with the link is on its way afterwards. */
export async function register(origin: string, newcomer: Newcomer): Promise<void> {
  const browser = new PageBrowser(`${origin}/auth/callback`);
  await browser.open(`${origin}/oidc/register`);
  const { status } = await browser.submit('/register', { ...newcomer });
  if (status !== 200) throw new Error(`The registration page answered ${status}.`);
}

/** Opens the link of the mail and presses its button. */
export async function confirmEmail(origin: string, mailbox: Mailbox, email: string): Promise<void> {
  const { text } = await mailbox.waitFor(email, (mail) => mail.text.includes('/verify-email'));
  const [link = ''] = /https?:\/\/\S+\/verify-email\S+/.exec(text) ?? [];
  const browser = new PageBrowser(`${origin}/auth/callback`);
  await browser.open(link);
  const { status } = await browser.submit('/verify-email');
  if (status !== 200) throw new Error(`The confirmation page answered ${status}.`);
}
