import { pino } from 'pino';
import { type RouterOptions, type RunningRouter, startRouter } from '../main.js';
import type { JsonAnswer } from './plain-gateway.js';

/** A router on a free port, with a client for tests. */
export interface TestRouter extends RunningRouter {
  query(query: string, options?: QueryOptions): Promise<JsonAnswer>;
  /** Any request, relative to its origin. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** How a test asks. */
export interface QueryOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Starts a router that logs nothing unless LOG is set. */
export async function startTestRouter(options: RouterOptions): Promise<TestRouter> {
  const logger = pino({ level: 'silent' });
  const router = await startRouter({ port: 0, host: '127.0.0.1', logger, watchIntervalMs: 20, ...options });
  const url = `http://127.0.0.1:${router.port}`;
  const request = (path: string, init?: RequestInit) => fetch(url + path, init);
  return {
    ...router,
    url,
    fetch: request,
    async query(query, { variables = {}, token, headers = {} } = {}) {
      const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const response = await request('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization, ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as JsonAnswer; // what GraphQL over HTTP promises
    },
  };
}

/** Waits until a condition holds, looking often; gives up with a clear message. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const endsAt = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > endsAt) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
