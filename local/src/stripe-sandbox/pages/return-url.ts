import type { PaymentIntent } from '../objects.js';
import type { Sandbox } from '../sandbox.js';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Reads where the customer goes afterwards; only the system's own origin and this machine are accepted. */
export function readReturnUrl(sandbox: Sandbox, text: string | undefined): URL | undefined {
  const url =
    text !== undefined && URL.canParse(text, sandbox.publicUrl) ? new URL(text, sandbox.publicUrl) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return undefined;
  return url.origin === new URL(sandbox.publicUrl).origin || LOOPBACK.has(url.hostname) ? url : undefined;
}

/** The address with the outcome, as Stripe adds it. */
export function withOutcome(url: URL, intent: PaymentIntent, status: 'succeeded' | 'pending' | 'failed'): string {
  const address = new URL(url);
  address.searchParams.set('payment_intent', intent.id);
  address.searchParams.set('payment_intent_client_secret', intent.client_secret);
  address.searchParams.set('redirect_status', status);
  return address.href;
}
