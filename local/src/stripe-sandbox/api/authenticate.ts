import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Sandbox } from '../sandbox.js';
import { unauthorized } from './stripe-fault.js';

/** With which of the merchant's two keys a call came: the publishable one opens only what a browser needs. */
export type Access = 'secret' | 'publishable';

/** Reads the key of a call from its header, or from the form as a browser sends it. */
export function authenticate(sandbox: Sandbox, request: FastifyRequest, formKey: unknown): Access {
  const key = keyOf(request.headers.authorization) ?? (typeof formKey === 'string' ? formKey : undefined);
  if (key === undefined) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (isSame(key, sandbox.secretKey)) return 'secret';
  if (isSame(key, sandbox.publishableKey)) return 'publishable';
  throw unauthorized(`Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(8)}`);
}

function keyOf(header: string | undefined): string | undefined {
  const [scheme, value] = header?.split(' ') ?? [];
  if (value === undefined) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return value;
  return scheme?.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString().split(':', 1)[0] : undefined;
}

/** Compares without telling by its duration how much was right. */
export function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
