import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import type { FetchCache } from './cache/fetch-cache.js';
import type { Admission } from './gate/admission.js';
import { InFlight } from './gate/share-in-flight.js';
import type { AnswerText } from './operation/answer-text.js';
import type { OperationAnswer, Outside } from './operation/execute-operation.js';
import type { Ask } from './plan-executor/replay.js';
import type { CallContext } from './subgraph-client/call-headers.js';
import { RequestWay } from './subgraph-client/request-way.js';
import { SubgraphFailure } from './subgraph-client/subgraph-answer.js';
import type { SubgraphClient } from './subgraph-client/subgraph-client.js';
import type { StreamRegistry } from './subscriptions/stream-registry.js';
import type { CurrentSupergraph } from './supergraph/current-supergraph.js';
import type { Telemetry } from './telemetry/telemetry.js';

/** Sizes and numbers that bound one request or one socket. */
export interface RequestLimits {
  readonly maxBodyBytes: number;
  /** Operations in one request. */
  readonly maxBatch: number;
  readonly maxSubscriptionsPerSocket: number;
}

/** What a request brings along, as far as subgraphs get to know it. */
export interface CallOrigin {
  readonly requestId: string;
  readonly authorization: string | undefined;
  readonly address: string;
  /** All headers of the client's request; those that the configuration names are handed on. */
  readonly headers?: IncomingHttpHeaders;
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What HTTP and WebSocket requests are executed with. */
export class Runtime {
  /** Equal queries under way over HTTP. */
  readonly flights = new InFlight<OperationAnswer | AnswerText>();

  constructor(
    readonly parts: {
      readonly current: CurrentSupergraph;
      readonly admission: Admission;
      readonly client: SubgraphClient;
      /** Undefined when nothing is kept. */
      readonly cache: FetchCache | undefined;
      readonly streams: StreamRegistry;
      readonly limits: RequestLimits;
      readonly requestTimeoutMs: number;
      readonly propagatedHeaders: readonly string[];
      readonly logger: Logger;
      /** Undefined when nobody watches. */
      readonly telemetry: Telemetry | undefined;
    },
  ) {
    parts.cache?.trust.onChanged(() => this.flights.forget());
  }

  get current(): CurrentSupergraph {
    return this.parts.current;
  }

  get admission(): Admission {
    return this.parts.admission;
  }

  get client(): SubgraphClient {
    return this.parts.client;
  }

  get streams(): StreamRegistry {
    return this.parts.streams;
  }

  get limits(): RequestLimits {
    return this.parts.limits;
  }

  get logger(): Logger {
    return this.parts.logger;
  }

  get telemetry(): Telemetry | undefined {
    return this.parts.telemetry;
  }

  /** A call with the whole time of a request before it. */
  callFor(origin: CallOrigin): CallContext {
    const { requestId, authorization, address, headers = {}, traceparent, tracestate, signal } = origin;
    const deadlineAt = performance.now() + this.parts.requestTimeoutMs;
    const propagated = this.propagated(headers);
    return { requestId, authorization, address, propagated, traceparent, tracestate, signal, deadlineAt };
  }

  /** What of a client's headers subgraphs get to see. */
  propagated(headers: IncomingHttpHeaders): Record<string, string> {
    const found: Record<string, string> = {};
    for (const name of this.parts.propagatedHeaders) {
      const value = headers[name];
      if (typeof value === 'string') found[name] = value;
    }
    return found;
  }

  /** What tells somebody without a token from others; undefined when all of them are given the same. */
  strangerAt(address: string): string | undefined {
    // Who has mutated gets nothing that was kept before, and is known by the address.
    return this.parts.cache && address;
  }

  /** The way from an execution to the subgraphs. */
  outside(call: CallContext): Outside {
    const { cache } = this.parts;
    return this.#outside(call, (way) => cache?.around(way));
  }

  /** The same for what completes an event of a stream: it tells of a change, so nothing is taken that was kept before. */
  outsideOfEvent(call: CallContext): Outside {
    const { cache } = this.parts;
    return this.#outside(call, (way) => cache?.refreshing(way));
  }

  #outside(call: CallContext, around: (way: RequestWay) => Ask | undefined): Outside {
    const way = new RequestWay(this.client, call);
    return {
      send: around(way) ?? way.ask,
      failed: ({ subgraph }, failure) => {
        if (call.signal?.aborted) return;
        // Told once when it opened, and counted since.
        if (failure instanceof SubgraphFailure && failure.details.isCircuitOpen) return;
        const { requestId } = call;
        // A subgraph that is down is one line a request; what broke inside the router comes with its stack.
        if (failure instanceof SubgraphFailure) {
          this.logger.warn(
            { requestId, subgraph, code: failure.code, reason: reasonOf(failure) },
            'a subgraph did not answer',
          );
        } else this.logger.error({ requestId, subgraph, err: failure }, 'a fetch failed');
      },
    };
  }
}

function reasonOf({ cause }: SubgraphFailure): string {
  return cause instanceof Error ? cause.message : String(cause ?? '');
}
