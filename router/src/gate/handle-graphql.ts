import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExplainRules } from '../config/explain-section.js';
import { chooseEncoding } from '../content-encoding.js';
import type { AnswerText } from '../operation/answer-text.js';
import { type OperationAnswer } from '../operation/execute-operation.js';
import type { Runtime } from '../runtime.js';
import type { EventStreams } from '../subscriptions/sse/event-streams.js';
import type { HttpVisit } from '../telemetry/http-visit.js';
import { answerOperation, HttpExchange } from './answer-operation.js';
import type { Authenticate } from './authenticate.js';
import { addressOf } from './caller-address.js';
import { negotiate } from './negotiate.js';
import { assertNotForged, corsHeaders, type OriginRule } from './origin.js';
import { type BodyLimits, discardRest } from './read-body.js';
import { ALLOWED_METHODS, isList, readRequests } from './read-request.js';
import { type AnswerForm, refusalAnswer, writeAnswer, writeBatch, writeRefusal } from './write-answer.js';

/** What the HTTP door of the graph needs. */
export interface GraphqlDoor {
  readonly runtime: Runtime;
  readonly authenticate: Authenticate;
  readonly bodies: BodyLimits;
  readonly isAllowedOrigin: OriginRule;
  /** What a browser is told that asks for a page of an allowed origin. */
  readonly preflightHeaders: Readonly<Record<string, string>>;
  /** Whether the proxy in front says where a request came from. */
  readonly trustsProxy: boolean;
  readonly eventStreams: EventStreams;
  readonly explain: ExplainRules;
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
    const preflight = door.isAllowedOrigin(request.headers) ? door.preflightHeaders : {};
    response.writeHead(204, { allow: ALLOWED_METHODS, ...preflight }).end();
    return;
  }
  const visit = watch(door, request, { response, requestId });
  const encoding = chooseEncoding(request.headers['accept-encoding']);
  let form: AnswerForm = { type: 'application/json', encoding, requestId };
  try {
    if (door.eventStreams.wants(request)) {
      visit?.handOver();
      assertNotForged(request.headers, request.method, door.isAllowedOrigin);
      return await door.eventStreams.serve(request, response);
    }
    form = { ...form, type: negotiate(request.headers.accept) };
    await answer(door, request, { response, form, visit });
  } catch (cause) {
    visit?.refused(cause);
    void door.runtime.admission.refusals?.count(cause, addressOf(request, door.trustsProxy));
    await writeRefusal(response, form, cause, (fault) => tell(door, requestId, fault));
    discardRest(request);
  } finally {
    visit?.end(response);
  }
}

/** Undefined when nobody watches. */
function watch(
  { runtime: { telemetry } }: GraphqlDoor,
  request: IncomingMessage,
  { response, requestId }: { response: ServerResponse; requestId: string },
): HttpVisit | undefined {
  if (telemetry === undefined) return undefined;
  const traceId = telemetry.tracing?.traceId;
  if (traceId !== undefined) response.setHeader('x-trace-id', traceId);
  return telemetry.visit(request, requestId);
}

async function answer(
  door: GraphqlDoor,
  request: IncomingMessage,
  { response, form, visit }: { response: ServerResponse; form: AnswerForm; visit: HttpVisit | undefined },
): Promise<void> {
  const { runtime } = door;
  assertNotForged(request.headers, request.method, door.isAllowedOrigin);
  const address = addressOf(request, door.trustsProxy);
  const asker = { caller: await door.authenticate(request.headers.authorization, address), address };
  const { requestId } = form;
  const exchange = new HttpExchange(runtime, { request, response, requestId, asker, explain: door.explain, visit });
  const asked = await readRequests(request, door.bodies, runtime.limits.maxBatch);
  if (!isList(asked)) return writeAnswer(response, form, await answerOperation(exchange, asked));
  // Each for itself: what is wrong with one costs the others nothing.
  const answers = asked.map((operation) =>
    answerOperation(exchange, operation).catch((cause: unknown): OperationAnswer | AnswerText =>
      refusalAnswer(requestId, cause, (fault) => tell(door, requestId, fault)),
    ),
  );
  return writeBatch(response, form, await Promise.all(answers));
}

function tell({ runtime }: GraphqlDoor, requestId: string, err: unknown): void {
  runtime.logger.error({ err, requestId }, 'a request failed');
}

/** The client's own id when it is one that can stand in a log, else a new one. */
function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID();
}
