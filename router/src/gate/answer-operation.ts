import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type AnswerText,
  executeToText,
  type OperationAnswer,
  type OperationRequest,
} from '../operation/execute-operation.js';
import type { Runtime } from '../runtime.js';
import type { Asker } from './rate-limits/rate-limiter.js';
import { isReading } from './read-request.js';
import { RequestRefused } from './request-refused.js';

/** One HTTP request whose caller is known. */
export interface Exchange {
  readonly runtime: Runtime;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly asker: Asker;
}

/** Answers one operation of an HTTP request; rejects with `OperationRefused` or `RequestRefused`. */
export async function answerOperation(
  exchange: Exchange,
  asked: OperationRequest,
): Promise<OperationAnswer | AnswerText> {
  const { runtime, request, response, requestId, asker } = exchange;
  const { ready, request: admitted, headers } = await runtime.admission.admit(asked, asker);
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
  const execute = (signal?: AbortSignal) => {
    const [traceparent, tracestate] = [headerOf(request, 'traceparent'), headerOf(request, 'tracestate')];
    const call = { requestId, authorization, headers: request.headers, traceparent, tracestate, signal };
    return executeToText(ready, runtime.outside(runtime.callFor(call)));
  };
  if (kind === 'mutation') {
    // Carried out also when nobody reads the answer any more; who asks from now on sees what it changed.
    return execute().finally(() => runtime.flights.forget());
  }
  const { query, operationName, variables } = admitted;
  const handedOn = [runtime.current.supergraph.id, authorization, runtime.propagated(request.headers)];
  const key = JSON.stringify([query, operationName, variables, ...handedOn]);
  return runtime.flights.share(key, signalOf(response), execute);
}

function signalOf(response: ServerResponse): AbortSignal {
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
