import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PaymentsOptions } from '../../config.js';

/** How long a link to a document opens it. */
const LINK_LIFETIME_S = 15 * 60;

type Signing = Pick<PaymentsOptions, 'documentSecret'>;

/** Link under which a browser opens a document without a token of its own, until it expires. */
export function documentUrl(
  options: Signing & Pick<PaymentsOptions, 'publicUrl'>,
  number: string,
  now = Date.now(),
): string {
  const expiresAt = Math.floor(now / 1000) + LINK_LIFETIME_S;
  const url = new URL(`/documents/invoices/${encodeURIComponent(number)}.pdf`, options.publicUrl);
  url.searchParams.set('token', `${expiresAt}.${signature(options, number, expiresAt)}`);
  return url.href;
}

/** True for the token of this document's link while it lasts. */
export function opensDocument(options: Signing, number: string, token: string, now = Date.now()): boolean {
  const [expires, given = ''] = token.split('.');
  const expiresAt = Number(expires);
  if (!Number.isInteger(expiresAt) || expiresAt <= now / 1000) return false;
  const expected = Buffer.from(signature(options, number, expiresAt));
  const actual = Buffer.from(given);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

const signature = ({ documentSecret }: Signing, number: string, expiresAt: number): string =>
  createHmac('sha256', documentSecret).update(`invoice\n${number}\n${expiresAt}`).digest('base64url');
