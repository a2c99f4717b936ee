import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Agent } from 'undici';

/** A part of our origin that another server answers. */
export interface EdgeRoute {
  /** `/oidc`: this path and everything below it. */
  readonly prefix: string;
  /** Origin of the server; the path is handed on as it came. */
  readonly target: string;
}

/** Headers that belong to one connection only (RFC 9110, 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A segment `..`, also where it is encoded, or behind a slash that is. */
const LEADS_UP = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){2}(?:$|[/\\]|%2f|%5c)/i;

const HEADERS_TIMEOUT_MS = 30_000;

/** Hands requests on to other servers of ours, so that everything has one origin. */
export class ReverseProxy {
  /** With as many connections as there are requests: those whose answers do not end keep no others waiting. */
  readonly #agent = new Agent({
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: 0,
    connect: { timeout: 3_000 },
  });

  constructor(
    readonly routes: readonly EdgeRoute[],
    /** True: a proxy of ours stands before the router and says who called it, and over what. */
    readonly trustsProxy: boolean,
  ) {}

  /** Undefined also for a path with `..` in it, which would lead the other server away from what is below the prefix. */
  routeFor(path: string): EdgeRoute | undefined {
    if (LEADS_UP.test(path)) return undefined;
    return this.routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  }

  /** Streams a request there and its answer back; never rejects. */
  async forward({ target }: EdgeRoute, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const abort = new AbortController();
    response.once('close', () => abort.abort());
    try {
      const hasBody =
        request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
      const answer = await this.#agent.request({
        origin: new URL(target).origin,
        path: request.url ?? '/',
        method: (request.method ?? 'GET') as 'GET', // undici sends any method; its type lists the usual ones
        headers: this.#headersFor(request),
        body: hasBody ? request : null,
        signal: abort.signal,
      });
      response.writeHead(answer.statusCode, withoutHopByHop(answer.headers));
      await pipeline(answer.body, response);
    } catch {
      // Whoever called reads the status; which server failed is told by its own log and by readiness.
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(502, { 'content-type': 'text/plain; charset=utf-8' })
          .end('This part of the system cannot be reached.');
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #headersFor({ headers, socket }: IncomingMessage): IncomingHttpHeaders {
    const kept = Object.entries(withoutHopByHop(headers)).filter(([name]) => !isIdentity(name));
    const given = this.trustsProxy ? headers : {};
    const address = socket.remoteAddress ?? '';
    return {
      ...Object.fromEntries(kept),
      'x-forwarded-for': [given['x-forwarded-for'], address].filter(Boolean).join(', '),
      'x-forwarded-host': given['x-forwarded-host'] ?? headers.host ?? '',
      'x-forwarded-proto': given['x-forwarded-proto'] ?? ('encrypted' in socket ? 'https' : 'http'),
    };
  }
}

/** Headers by which we vouch for a caller: from outside they mean nothing. */
const isIdentity = (name: string): boolean =>
  name.startsWith('x-fleetgraph-') || name.startsWith('x-forwarded-') || name === 'forwarded' || name === 'expect';

function withoutHopByHop(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && !named.includes(name)));
}
