import type { IncomingMessage } from 'node:http';
import type { ReadyOperation } from '../operation/execute-operation.js';
import type { CallWatch } from '../subgraph-client/subgraph-client.js';
import type { AccessLog, FinishedOperation } from './access-log.js';
import { HttpVisit } from './http-visit.js';
import type { RouterMetrics } from './metrics/router-metrics.js';
import type { SlowLog } from './slow-log.js';
import type { Tracing } from './tracing.js';
import type { UsageRecorder } from './usage/usage-recorder.js';
import type { Visitor } from './visitor.js';

/** What watches over a router; each part is there only when it is wanted. */
export interface TelemetryParts {
  readonly metrics: RouterMetrics | undefined;
  readonly usage: UsageRecorder | undefined;
  readonly accessLog: AccessLog | undefined;
  readonly slowLog: SlowLog | undefined;
  readonly tracing: Tracing | undefined;
}

/** How long an operation took, and how it is found again. */
export interface Timing {
  /** Undefined for a stream, which has begun. */
  readonly ms: number | undefined;
  readonly requestId?: string;
}

/** Is told about each request. A router that nobody watches has none. */
export class Telemetry {
  constructor(readonly parts: TelemetryParts) {}

  get accessLog(): AccessLog | undefined {
    return this.parts.accessLog;
  }

  get tracing(): Tracing | undefined {
    return this.parts.tracing;
  }

  /** Watches an HTTP request to the graph. */
  visit(request: IncomingMessage, requestId: string): HttpVisit {
    return new HttpVisit(this, request, requestId);
  }

  /** An operation may be executed. */
  admitted(ready: ReadyOperation, isRegistered: boolean, { client }: Visitor): void {
    this.parts.metrics?.names.labelOf(ready.known.parsed, isRegistered);
    this.parts.usage?.count(ready, client);
    this.parts.tracing?.asked(ready, client);
  }

  /** An operation is over. */
  count({ ready, code }: FinishedOperation, { transport }: Visitor, { ms, requestId }: Timing): void {
    const { metrics, slowLog } = this.parts;
    metrics?.count(ready, transport, { code, ms });
    if (ready !== undefined && ms !== undefined) slowLog?.write(ready, ms, { requestId });
  }

  /** An operation of a connection that stays open is over, or its stream has begun. */
  live(operation: FinishedOperation, visitor: Visitor, ms: number | undefined): void {
    this.count(operation, visitor, { ms });
    this.accessLog?.write(visitor, [operation], { durationMs: ms, traceId: this.tracing?.traceId });
  }

  /** A request was sent away at the door, unread. */
  shed(transport: Visitor['transport']): void {
    this.parts.metrics?.count(undefined, transport, { code: 'SERVER_OVERLOADED', ms: undefined });
  }

  /** Watches calls to subgraphs; undefined when nobody wants to know. */
  get callWatch(): CallWatch | undefined {
    const { metrics, tracing } = this.parts;
    if (metrics === undefined) return tracing && ((request, ask) => tracing.call(request, ask));
    const { subgraphs } = metrics;
    if (tracing === undefined) return (request, ask) => subgraphs.call(request, ask);
    return (request, ask) => tracing.call(request, () => subgraphs.call(request, ask));
  }
}
