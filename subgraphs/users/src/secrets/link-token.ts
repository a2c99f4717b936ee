import type { Secrets } from './derive-secrets.js';

/** What a link in a mail can do. */
export type LinkPurpose = 'verify-email' | 'reset-password';

/** Token of a link: computed from the row's id whenever it is asked for, stored nowhere. */
export const linkToken = (secrets: Secrets, purpose: LinkPurpose, id: string): string =>
  `${id}.${secrets.mac(purpose, id)}`;

/** Id of the row that a token stands for; undefined when we did not make it. */
export function openLinkToken(secrets: Secrets, purpose: LinkPurpose, token: string): string | undefined {
  const [, id, mac] = /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? [];
  return id !== undefined && mac !== undefined && secrets.isMac(purpose, id, mac) ? id : undefined;
}
