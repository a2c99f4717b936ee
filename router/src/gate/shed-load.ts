import type { IncomingMessage, ServerResponse } from 'node:http';
import { ERROR_CODES } from '@fleetgraph/schema/error-codes';
import { routerError } from '../router-error.js';
import type { AdaptiveLimit } from './adaptive-limit.js';
import { corsHeaders, type OriginRule } from './origin.js';
import { RequestRefused } from './request-refused.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const { status, meaning } = ERROR_CODES.SERVER_OVERLOADED;
const RETRY_AFTER_SECONDS = 1;
const DETAILS = { retryable: true, retryAfter: RETRY_AFTER_SECONDS };
const ERROR = routerError('SERVER_OVERLOADED', meaning, { extensions: DETAILS });
const REFUSAL = Buffer.from(JSON.stringify({ errors: [ERROR] }));
const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': REFUSAL.length,
  'cache-control': 'no-store',
  'retry-after': String(RETRY_AFTER_SECONDS),
};

/** What a door does with those that are too many. */
interface Shedding {
  readonly isAllowedOrigin: OriginRule;
  onShed(): void;
}

/** Handles so many requests at a time as the router can; more are refused before their body is read, as cheaply as can be. */
export function admitAtMost(limit: AdaptiveLimit, handle: Handler, { isAllowedOrigin, onShed }: Shedding): Handler {
  return async (request, response) => {
    if (!limit.tryEnter()) {
      onShed();
      response.writeHead(status, { ...HEADERS, ...corsHeaders(request.headers, isAllowedOrigin) }).end(REFUSAL);
      return;
    }
    try {
      await handle(request, response);
    } finally {
      limit.leave();
    }
  };
}

/** The refusal of a request whose place was taken while it was being sent. */
export const overloaded = (): RequestRefused =>
  new RequestRefused('SERVER_OVERLOADED', meaning, { 'retry-after': String(RETRY_AFTER_SECONDS) }, undefined, DETAILS);

/** Handles one operation of a socket with a place among the same requests; throws `SERVER_OVERLOADED` when there is none. */
export async function inPlace(limit: AdaptiveLimit, handle: () => Promise<void>, onShed: () => void): Promise<void> {
  if (!limit.tryEnter()) {
    onShed();
    throw ERROR;
  }
  try {
    await handle();
  } finally {
    limit.leave();
  }
}
