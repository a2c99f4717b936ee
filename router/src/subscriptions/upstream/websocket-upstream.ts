import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { isJson } from '../../plan-executor/own-properties.js';
import { readErrors } from '../../subgraph-client/parse-answer.js';
import { SubgraphFailure } from '../../subgraph-client/subgraph-answer.js';
import {
  type CloseUpstream,
  HANDSHAKE_MS,
  MAX_EVENT_BYTES,
  type UpstreamCall,
  type UpstreamSink,
  upstreamHeaders,
} from './upstream.js';

const PING_MS = 10_000;
const PONG_MS = 5_000;
/** Normal closure, going away, service restart. */
const FAREWELLS: ReadonlySet<number> = new Set([1000, 1001, 1012]);
/** How our own end is closed when the other has not answered; from 4500 on the other tells of faults of its own. */
const SILENT = 4499;

/** Opens a stream over its own socket (graphql-transport-ws). */
export function openWebSocketUpstream(upstream: UpstreamCall, sink: UpstreamSink): CloseUpstream {
  const { subgraph, document: query, variables, operationName = null } = upstream;
  const seen: SeenBelow = { status: undefined, bytes: 0 };
  const client = connect(upstream, seen, () => sink.opened());
  let isClosed = false;
  const end = (tell: () => void) => {
    if (!isClosed) tell();
    isClosed = true;
    dispose(client);
  };
  client.subscribe(
    { query, variables, operationName },
    {
      next: ({ data, errors }) => {
        if (isClosed) return;
        // Without `data` nothing was begun: a subgraph refuses so when its source of events throws.
        if (data === undefined && errors !== undefined) end(() => sink.refused(readErrors(errors)));
        else sink.event({ data: isJson(data) ? data : undefined, errors: readErrors(errors) }, seen.bytes);
      },
      complete: () => end(() => sink.done()),
      error: (cause) =>
        end(() => {
          if (Array.isArray(cause)) sink.refused(readErrors(cause));
          else {
            const details = { wasSent: false, cause, isAddressFault: isAddressFault(seen, cause) };
            sink.lost(new SubgraphFailure(subgraph, 'SUBGRAPH_UNAVAILABLE', details));
          }
        }),
    },
  );
  return () => end(() => {});
}

/** One whose socket is still being opened is closed when that has ended; how it ends nobody waits for any more. */
function dispose(client: Client): void {
  Promise.resolve(client.dispose()).catch(() => undefined);
}

/** What the client does not tell of the socket below it. */
interface SeenBelow {
  /** With which the subgraph has refused to open it. */
  status: number | undefined;
  /** Length of the last message. */
  bytes: number;
}

/** Not when it stops, knows no sockets, or wants nothing to do with us: then it is well. */
function isAddressFault({ status }: SeenBelow, cause: unknown): boolean {
  if (status !== undefined) return status === 429 || status >= 500;
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return true;
  const { code } = cause;
  return typeof code !== 'number' || !(FAREWELLS.has(code) || (code >= 4400 && code < SILENT));
}

function connect(upstream: UpstreamCall, seen: SeenBelow, onOpened: () => void): Client {
  const url = upstream.url.replace(/^http/, 'ws');
  const { authorization } = upstream.call;
  const options = {
    headers: upstreamHeaders(upstream, { method: 'GET', url, body: '' }),
    handshakeTimeout: HANDSHAKE_MS,
    closeTimeout: HANDSHAKE_MS, // known to ws, not yet to its types
    maxPayload: MAX_EVENT_BYTES,
    perMessageDeflate: false,
  };
  class SignedSocket extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, options);
      this.once('unexpected-response', (_request, { statusCode }) => {
        seen.status = statusCode;
        this.terminate();
      });
      this.on('message', (data: Buffer) => {
        seen.bytes = data.length; // before the client hears of it
      });
    }
  }
  let pongTimer: NodeJS.Timeout | undefined;
  const client = createClient({
    url,
    webSocketImpl: SignedSocket,
    ...(authorization === undefined ? {} : { connectionParams: { authorization } }),
    connectionAckWaitTimeout: HANDSHAKE_MS,
    retryAttempts: 0,
    keepAlive: PING_MS,
    onNonLazyError: () => {},
    on: {
      connected: onOpened,
      // A hung subgraph keeps its socket open: only a missing pong tells.
      ping: (isReceived) => {
        if (!isReceived) pongTimer = setTimeout(() => client.terminate(), PONG_MS).unref();
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongTimer);
      },
      closed: () => clearTimeout(pongTimer),
    },
  });
  return client;
}
