import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { chooseEncoding } from '../content-encoding.js';
import {
  type AnswerText,
  executeToText,
  type OperationAnswer,
  readyOperation,
} from '../operation/execute-operation.js';
import type { Runtime } from '../runtime.js';
import type { Authenticate } from './authenticate.js';
import { negotiate } from './negotiate.js';
import { assertNotForged, corsHeaders, type OriginRule, PREFLIGHT_HEADERS } from './origin.js';
import { ALLOWED_METHODS, isReading, readRequest } from './read-request.js';
import { RequestRefused } from './request-refused.js';
import { type AnswerForm, writeAnswer, writeRefusal } from './write-answer.js';

/** What the HTTP door of the graph needs. */
export interface GraphqlDoor {
  readonly runtime: Runtime;
  readonly authenticate: Authenticate;
  readonly isAllowedOrigin: OriginRule;
}

/** Answers one HTTP request to the graph; never rejects. */
export async function handleGraphql(
  door: GraphqlDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = requestIdOf(request);
  response.setHeader('x-request-id', requestId);
  response.setHeader('vary', 'Origin, Accept, Accept-Encoding');
  for (const [name, value] of Object.entries(corsHeaders(request.headers, door.isAllowedOrigin)))
    response.setHeader(name, value);
  if (request.method === 'OPTIONS') {
    const preflight = door.isAllowedOrigin(request.headers) ? PREFLIGHT_HEADERS : {};
    response.writeHead(204, { allow: ALLOWED_METHODS, ...preflight }).end();
    return;
  }
  let form: AnswerForm = { type: 'application/json', encoding: chooseEncoding(request.headers['accept-encoding']) };
  try {
    form = { ...form, type: negotiate(request.headers.accept) };
    await writeAnswer(response, form, await answer(door, request, { requestId, response }));
  } catch (cause) {
    const { logger } = door.runtime;
    await writeRefusal(response, form, cause, (fault) => logger.error({ err: fault, requestId }, 'a request failed'));
    if (!request.complete) request.resume(); // what is left of a refused body is thrown away
  }
}

async function answer(
  { runtime, authenticate, isAllowedOrigin }: GraphqlDoor,
  request: IncomingMessage,
  { requestId, response }: { requestId: string; response: ServerResponse },
): Promise<OperationAnswer | AnswerText> {
  assertNotForged(request.headers, request.method, isAllowedOrigin);
  const { rights, authorization } = await authenticate(request.headers.authorization);
  const operationRequest = await readRequest(request, runtime.limits.maxBodyBytes);
  const ready = readyOperation(runtime.current.operations, operationRequest, rights);
  const kind = ready.known.parsed.definition.operation;
  if (kind === 'subscription') {
    throw new RequestRefused('SUBSCRIPTION_NOT_SUPPORTED', 'Subscribe over WebSocket (graphql-transport-ws).');
  }
  if (kind === 'mutation' && isReading(request)) {
    throw new RequestRefused('METHOD_NOT_ALLOWED', 'GET and HEAD are for queries only.', { allow: 'POST' });
  }
  const execute = (signal?: AbortSignal) => {
    const [traceparent, tracestate] = [headerOf(request, 'traceparent'), headerOf(request, 'tracestate')];
    const call = { requestId, authorization, headers: request.headers, traceparent, tracestate, signal };
    return executeToText(ready, runtime.outside(runtime.callFor(call)));
  };
  if (kind === 'mutation') {
    // Carried out also when nobody reads the answer any more; who asks from now on sees what it changed.
    return execute().finally(() => runtime.flights.forget());
  }
  const { query, operationName, variables } = operationRequest;
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

/** The client's own id when it is one that can stand in a log, else a new one. */
function requestIdOf(request: IncomingMessage): string {
  const given = headerOf(request, 'x-request-id');
  return given !== undefined && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
