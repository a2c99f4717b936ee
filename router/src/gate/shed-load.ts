import type { IncomingMessage, ServerResponse } from 'node:http';
import { ERROR_CODES } from '@fleetgraph/schema/error-codes';
import type { RouterLimits } from '../config/limits-section.js';
import { AdaptiveLimit } from './adaptive-limit.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

type AdmissionLimits = Pick<RouterLimits, 'maxConcurrentRequests' | 'maxEventLoopDelayMs'>;

const { status, meaning } = ERROR_CODES.SERVER_OVERLOADED;
const REFUSAL = Buffer.from(
  JSON.stringify({ errors: [{ message: meaning, extensions: { code: 'SERVER_OVERLOADED', retryable: true } }] }),
);
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': REFUSAL.length,
  'cache-control': 'no-store',
  'retry-after': '1',
};

/** Handles so many requests at a time as the router can; more are refused before their body is read, as cheaply as can be. */
export function admitAtMost(
  { maxConcurrentRequests, maxEventLoopDelayMs }: AdmissionLimits,
  handle: Handler,
  onShed: () => void = () => {},
): Handler {
  const limit = new AdaptiveLimit(maxConcurrentRequests, maxEventLoopDelayMs);
  return async (request, response) => {
    if (!limit.tryEnter()) {
      onShed();
      response.writeHead(status, HEADERS).end(REFUSAL);
      return;
    }
    try {
      await handle(request, response);
    } finally {
      limit.leave();
    }
  };
}
