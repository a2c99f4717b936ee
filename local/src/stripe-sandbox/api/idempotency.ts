import { createHash } from 'node:crypto';
import type { SandboxStore, SavedAnswer } from '../store/sandbox-store.js';
import { StripeFault } from './stripe-fault.js';

/** Stripe may forget a key after a day. */
const KEPT_MS = 24 * 60 * 60 * 1_000;

/** One use of an idempotency key. */
export interface KeyUse {
  key: string;
  path: string;
  parameters: string;
}

/** A hash that is equal for equal parameters, whatever their order. */
export function fingerprint(params: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(params)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([name, inner]) => [name, sorted(inner)]);
}

/** Finds the answer that the key already stands for; refuses a key that is used for something else. */
export function findSavedAnswer(store: SandboxStore, { key, path, parameters }: KeyUse): SavedAnswer | undefined {
  if (key.length > 255) throw conflict(400, 'Idempotency keys may be at most 255 characters long.');
  const saved = store.get('answer', key);
  if (saved === undefined || saved.createdAt + KEPT_MS < Date.now()) return undefined;
  const advice = `Try using a key other than '${key}' if you meant to execute a different request.`;
  if (saved.path !== path) {
    throw conflict(
      400,
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${saved.path}' vs '${path}'). ${advice}`,
    );
  }
  if (saved.parameters !== parameters) {
    throw conflict(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${advice}`,
    );
  }
  return saved;
}

/** The refusal of a key whose first request has not been answered yet. */
export function keyInUse(key: string): StripeFault {
  const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}`;
  return new StripeFault(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message });
}

function conflict(status: number, message: string): StripeFault {
  return new StripeFault(status, { type: 'idempotency_error', message });
}
