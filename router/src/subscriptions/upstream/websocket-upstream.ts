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

/** Opens a stream over its own socket (graphql-transport-ws). */
export function openWebSocketUpstream(upstream: UpstreamCall, sink: UpstreamSink): CloseUpstream {
  const { subgraph, document: query, variables, operationName = null } = upstream;
  const client = connect(upstream, () => sink.opened());
  let isClosed = false;
  const end = (tell: () => void) => {
    if (!isClosed) tell();
    isClosed = true;
    void client.dispose();
  };
  client.subscribe(
    { query, variables, operationName },
    {
      next: ({ data, errors }) => {
        if (isClosed) return;
        // Without `data` nothing was begun: a subgraph refuses so when its source of events throws.
        if (data === undefined && errors !== undefined) end(() => sink.refused(readErrors(errors)));
        else sink.event({ data: isJson(data) ? data : undefined, errors: readErrors(errors) });
      },
      complete: () => end(() => sink.done()),
      error: (cause) =>
        end(() => {
          if (Array.isArray(cause)) sink.refused(readErrors(cause));
          else sink.lost(new SubgraphFailure(subgraph, 'SUBGRAPH_UNAVAILABLE', { wasSent: false, cause }));
        }),
    },
  );
  return () => end(() => {});
}

function connect(upstream: UpstreamCall, onOpened: () => void): Client {
  const url = upstream.url.replace(/^http/, 'ws');
  const { authorization } = upstream.call;
  const headers = upstreamHeaders(upstream, { method: 'GET', url, body: '' });
  class SignedSocket extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, {
        headers,
        handshakeTimeout: HANDSHAKE_MS,
        maxPayload: MAX_EVENT_BYTES,
        perMessageDeflate: false,
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
