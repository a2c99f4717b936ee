import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import { isJson, type Json } from '../plan-executor/own-properties.js';
import { type CallContext, callHeaders } from '../subgraph-client/call-headers.js';
import { readErrors } from '../subgraph-client/parse-answer.js';
import { type SubgraphAnswer, type SubgraphError, SubgraphFailure } from '../subgraph-client/subgraph-answer.js';

/** What a stream of a subgraph tells. */
export interface UpstreamSink {
  event(answer: SubgraphAnswer): void;
  /** The subgraph ended the stream. */
  done(): void;
  /** The subgraph refused the operation. */
  refused(errors: readonly SubgraphError[]): void;
  /** The connection could not be made, or was lost. */
  lost(failure: SubgraphFailure): void;
}

/** One stream to open. */
export interface UpstreamCall {
  readonly fetch: Fetch;
  readonly variables: Json;
  readonly url: string;
  readonly call: CallContext;
  readonly signatureSecrets: readonly string[];
}

const HANDSHAKE_MS = 3_000;
const PING_MS = 10_000;
const PONG_MS = 5_000;
const MAX_EVENT_BYTES = 16 * 1024 * 1024;

/** Opens a stream over its own socket (graphql-transport-ws); answers how to close it. */
export function openUpstream(upstream: UpstreamCall, sink: UpstreamSink): () => void {
  const { fetch, variables } = upstream;
  const client = connect(upstream);
  let isClosed = false;
  client.subscribe(
    { query: fetch.document, variables, operationName: fetch.operationName ?? null },
    {
      next: ({ data, errors }) => {
        // Without `data` nothing was begun: a subgraph refuses so when its source of events throws.
        if (data === undefined && errors !== undefined) sink.refused(readErrors(errors));
        else sink.event({ data: isJson(data) ? data : undefined, errors: readErrors(errors) });
      },
      complete: () => {
        if (!isClosed) sink.done();
        void client.dispose();
      },
      error: (cause) => {
        void client.dispose();
        if (isClosed) return;
        if (Array.isArray(cause)) sink.refused(readErrors(cause));
        else sink.lost(new SubgraphFailure(fetch.subgraph, 'SUBGRAPH_UNAVAILABLE', { wasSent: false, cause }));
      },
    },
  );
  return () => {
    isClosed = true;
    void client.dispose();
  };
}

function connect({ url, call, signatureSecrets }: UpstreamCall): Client {
  const target = url.replace(/^http/, 'ws');
  const headers = callHeaders(call, { method: 'GET', url: target, body: '' }, signatureSecrets);
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
    url: target,
    webSocketImpl: SignedSocket,
    ...(call.authorization === undefined ? {} : { connectionParams: { authorization: call.authorization } }),
    connectionAckWaitTimeout: HANDSHAKE_MS,
    retryAttempts: 0,
    keepAlive: PING_MS,
    onNonLazyError: () => {},
    on: {
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
