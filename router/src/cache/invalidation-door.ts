import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { CacheConfig } from '../config/cache-section.js';
import type { FetchCache } from './fetch-cache.js';
import type { Invalidation } from './invalidation.js';

const MAX_BODY = 65_536;
/** In characters. */
const MAX_TAG = 1_000;

const invalidation = z.strictObject({
  /** Types and root fields: `User`, `Query.users`. */
  tags: z.array(z.string().min(1).max(MAX_TAG)).default([]),
  /** Single entities, by a key as it is asked for: what holds one as a part goes by its type only. */
  entities: z.array(z.strictObject({ type: z.string().min(1), key: z.record(z.string(), z.json()) })).default([]),
});

/** Where operators say what has changed: `POST /cache/invalidate`. */
export interface InvalidationDoor {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens the door on an address of its own. */
export async function openInvalidationDoor(
  cache: FetchCache,
  { port, host, secret }: NonNullable<CacheConfig['admin']>,
  logger: Logger,
): Promise<InvalidationDoor> {
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    answer(cache, secret, request)
      .catch((err: unknown) => {
        logger.error({ err }, 'an invalidation failed');
        return [503, 'Not everybody may have learnt of it; try again.'] as const;
      })
      .then(([status, text]) => write(response, status, text));
  });
  server.listen(port, host);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

type Outcome = readonly [status: number, text: string];

async function answer(cache: FetchCache, secret: string, request: IncomingMessage): Promise<Outcome> {
  if (request.url !== '/cache/invalidate') return [404, 'There is only /cache/invalidate here.'];
  if (request.method !== 'POST') return [405, 'POST what has changed.'];
  if (!isEqual(request.headers.authorization ?? '', `Bearer ${secret}`)) return [401, 'Send the secret.'];
  const body = await readBody(request);
  if (body === undefined) return [413, `Send at most ${MAX_BODY} bytes.`];
  const told = readInvalidation(body);
  if (told === undefined)
    return [400, 'Send {"tags": ["User", "Query.users"], "entities": [{"type": "User", "key": {"id": "1"}}]}.'];
  await cache.invalidate(told, 'door');
  return [200, ''];
}

/** Undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** Undefined for what is none, or is too deep to look at. */
function readInvalidation(text: string): Invalidation | undefined {
  try {
    return invalidation.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Takes as long for every secret. */
function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function write(response: ServerResponse, status: number, error: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    .end(JSON.stringify(error === '' ? {} : { error }));
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
