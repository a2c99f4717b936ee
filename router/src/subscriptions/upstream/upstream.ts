import type { Json } from '../../plan-executor/own-properties.js';
import { type CallContext, callHeaders } from '../../subgraph-client/call-headers.js';
import type { StreamPlace } from '../../subgraph-client/subgraph.js';
import type { SubgraphAnswer, SubgraphError, SubgraphFailure } from '../../subgraph-client/subgraph-answer.js';

/** What a stream of a subgraph tells. */
export interface StreamSink {
  /** Something has happened; as long as it came, in bytes. */
  event(answer: SubgraphAnswer, bytes: number): void;
  /** The subgraph ended the stream. */
  done(): void;
  /** The subgraph refused the operation. */
  refused(errors: readonly SubgraphError[]): void;
  /** The connection could not be made, or was lost. */
  lost(failure: SubgraphFailure): void;
}

/** What one connection to a subgraph tells. */
export interface UpstreamSink extends StreamSink {
  /** The subgraph can be reached. */
  opened(): void;
}

/** Closes a stream; harmless when it has ended. The sink hears nothing afterwards. */
export type CloseUpstream = () => void;

/** How a subgraph offers its streams: `graphql-transport-ws`, or distinct connections of GraphQL over SSE. */
export type StreamProtocol = 'websocket' | 'sse';

/** Where a subgraph's stream is opened, and whom to tell how that went. */
export interface StreamAddress extends StreamPlace {
  readonly protocol: StreamProtocol;
}

/** One stream to open. */
export interface UpstreamCall extends Pick<StreamPlace, 'url' | 'dispatcher'> {
  readonly subgraph: string;
  readonly document: string;
  readonly operationName: string | undefined;
  readonly variables: Json;
  readonly call: CallContext;
  readonly signatureSecrets: readonly string[];
}

/** Time to connect. */
export const HANDSHAKE_MS = 3_000;
/** Largest event of a subgraph. */
export const MAX_EVENT_BYTES = 16 * 1024 * 1024;

/** Headers of a request for a stream, signed like every call. */
export const upstreamHeaders = (
  { call, signatureSecrets }: UpstreamCall,
  request: Parameters<typeof callHeaders>[1],
): Record<string, string> => callHeaders(call, request, signatureSecrets);
