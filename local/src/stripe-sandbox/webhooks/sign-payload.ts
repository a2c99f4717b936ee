import { createHmac } from 'node:crypto';

/** The `Stripe-Signature` of a webhook's body: time and HMAC, scheme v1. */
export function signPayload(payload: string, secret: string, at = Math.floor(Date.now() / 1000)): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${payload}`).digest('hex')}`;
}
