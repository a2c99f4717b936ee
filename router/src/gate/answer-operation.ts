import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExplainRules } from '../config/explain-section.js';
import type { AnswerText } from '../operation/answer-text.js';
import {
  executeToText,
  type OperationAnswer,
  type OperationRequest,
  type Outside,
  type ReadyOperation,
} from '../operation/execute-operation.js';
import type { Runtime } from '../runtime.js';
import type { HttpVisit, SeenOperation } from '../telemetry/http-visit.js';
import { EXPLAIN_HEADER, executeExplained, partsToExplain } from './explain/explain.js';
import type { Asker } from './rate-limits/rate-limiter.js';
import { isReading } from './read-request.js';
import { RequestRefused } from './request-refused.js';

/** One HTTP request whose caller is known. */
export class HttpExchange {
  #gone: AbortSignal | undefined;

  constructor(
    readonly runtime: Runtime,
    readonly parts: {
      readonly request: IncomingMessage;
      readonly response: ServerResponse;
      readonly requestId: string;
      readonly asker: Asker;
      readonly explain: ExplainRules;
      /** Undefined when nobody watches. */
      readonly visit: HttpVisit | undefined;
    },
  ) {}

  /** Aborts when the client has gone before its answer. */
  get gone(): AbortSignal {
    this.#gone ??= signalOf(this.parts.response);
    return this.#gone;
  }
}

/** Answers one operation of an HTTP request; rejects with `OperationRefused` or `RequestRefused`. */
export function answerOperation(
  exchange: HttpExchange,
  asked: OperationRequest,
): Promise<OperationAnswer | AnswerText> {
  const { visit } = exchange.parts;
  return visit === undefined ? answer(exchange, asked) : visit.operation((seen) => answer(exchange, asked, seen));
}

async function answer(
  exchange: HttpExchange,
  asked: OperationRequest,
  seen?: SeenOperation,
): Promise<OperationAnswer | AnswerText> {
  const { runtime } = exchange;
  const { request, response, requestId, asker, explain } = exchange.parts;
  const tracing = runtime.telemetry?.tracing;
  const admission =
    tracing === undefined
      ? runtime.admission.admit(asked, asker)
      : tracing.step('prepare', () => runtime.admission.admit(asked, asker));
  const { ready, request: admitted, headers } = await admission;
  seen?.admitted(ready, admitted !== asked);
  for (const name in headers) response.setHeader(name, headers[name] ?? '');
  const kind = ready.known.parsed.definition.operation;
  if (kind === 'subscription') {
    throw new RequestRefused(
      'SUBSCRIPTION_NOT_SUPPORTED',
      'Subscribe over WebSocket (graphql-transport-ws), or with `accept: text/event-stream`.',
    );
  }
  if (kind === 'mutation' && isReading(request)) {
    throw new RequestRefused('METHOD_NOT_ALLOWED', 'GET and HEAD are for queries only.', { allow: 'POST' });
  }
  const { authorization } = asker.caller;
  const parts = partsToExplain(headerOf(request, EXPLAIN_HEADER), explain, asker.caller.rights);
  const execute = (signal?: AbortSignal) => {
    const [traceparent, tracestate] = [headerOf(request, 'traceparent'), headerOf(request, 'tracestate')];
    const { headers: given } = request;
    const call = { requestId, authorization, address: asker.address, headers: given, traceparent, tracestate, signal };
    const outside = runtime.outside(runtime.callFor(call));
    const wanted = parts && { parts, maxCost: runtime.current.options.limits.maxCost };
    return tracing === undefined
      ? executeWanted(ready, outside, wanted)
      : tracing.step('execute', () => executeWanted(ready, outside, wanted));
  };
  if (kind === 'mutation') {
    // Carried out also when nobody reads the answer any more; who asks from now on sees what it changed.
    return execute().finally(() => runtime.flights.forget());
  }
  // Nobody joins who has gone while the operation was planned, and no subgraph is asked for it.
  if (parts !== undefined || exchange.gone.aborted) return execute(exchange.gone);
  // The plan's number stands for the operation, the rights, and the supergraph that it was planned on.
  const { planned, variables } = ready;
  const caller = authorization ?? runtime.strangerAt(asker.address);
  const key = JSON.stringify([planned.number, variables, caller, runtime.propagated(request.headers)]);
  return runtime.flights.share(key, exchange.gone, execute);
}

function executeWanted(
  ready: ReadyOperation,
  outside: Outside,
  explained: Parameters<typeof executeExplained>[2] | undefined,
): Promise<OperationAnswer | AnswerText> {
  return explained === undefined ? executeToText(ready, outside) : executeExplained(ready, outside, explained);
}

function signalOf(response: ServerResponse): AbortSignal {
  if (response.destroyed) return AbortSignal.abort();
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
