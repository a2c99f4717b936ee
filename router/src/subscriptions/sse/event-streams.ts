import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticate } from '../../gate/authenticate.js';
import { prefersEventStream } from '../../gate/negotiate.js';
import type { Asker } from '../../gate/rate-limits/rate-limiter.js';
import type { BodyLimits } from '../../gate/read-body.js';
import { isReading, readRequest } from '../../gate/read-request.js';
import { RequestRefused } from '../../gate/request-refused.js';
import type { OperationRequest, ReadyOperation } from '../../operation/execute-operation.js';
import { OperationRefused } from '../../operation/operation-refused.js';
import { routerError } from '../../router-error.js';
import { programOf, type Visitor } from '../../telemetry/visitor.js';
import { identityOf } from '../client-identity.js';
import type { ClientQuota } from '../client-quota.js';
import type { Session } from '../session.js';
import { StandingCaller } from '../standing-caller.js';
import { EventStream, type EventStreamOptions } from './event-stream.js';
import { Reservations } from './reservations.js';
import { StreamRefused } from './stream-refused.js';

/** What the door of event streams needs. */
export interface EventStreamsOptions extends EventStreamOptions {
  readonly bodies: BodyLimits;
  readonly maxSubscriptionsPerSocket: number;
  readonly quota: ClientQuota;
  readonly authenticate: Authenticate;
  addressOf(request: IncomingMessage): string;
  openSession(asker: Asker, headers: IncomingMessage['headers'], visitor: Visitor): Session;
}

const TOKEN_HEADER = 'x-graphql-event-stream-token';
const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-store',
  'x-accel-buffering': 'no', // nginx would keep events back
  'x-content-type-options': 'nosniff',
} as const;
const TEXT_HEADERS = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } as const;

/** GraphQL over Server-Sent Events in both modes of its protocol. */
export class EventStreams {
  readonly #distinct = new Set<EventStream>();
  readonly #reservations: Reservations;
  /** Whoever asked before, by `performance.now()`, is sent away, also when the stream begins only now. */
  #leftAt = Number.NEGATIVE_INFINITY;

  constructor(readonly options: EventStreamsOptions) {
    this.#reservations = new Reservations(options);
  }

  get size(): number {
    return this.#distinct.size + this.#reservations.streams.length;
  }

  /** True for requests of the single connection mode, and for those that would rather have events than anything else. */
  wants(request: IncomingMessage): boolean {
    const { method } = request;
    return method === 'PUT' || method === 'DELETE' || tokenOf(request) !== undefined || prefersEvents(request);
  }

  /** Serves a request that has passed the gate, and is under way until its query or mutation is answered; throws what refuses it. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = tokenOf(request);
    // The token of a stream is what an `EventSource` can send: it has no headers of its own.
    if (token !== undefined && request.method === 'GET' && prefersEvents(request)) {
      this.#reservations.connect(token, response);
      response.writeHead(200, STREAM_HEADERS);
      return;
    }
    const address = this.options.addressOf(request);
    const asker = { caller: await this.options.authenticate(request.headers.authorization, address), address };
    if (request.method === 'PUT') this.#reserve(asker, response);
    else if (token !== undefined) await this.#command(token, asker, { request, response });
    else if (request.method === 'DELETE') throw new RequestRefused('BAD_REQUEST', `Send the header ${TOKEN_HEADER}.`);
    else await this.#stream(asker, request, response);
  }

  /** Sends away whoever asked before `at`, as soon as what it asked has been answered; it connects again and resumes. */
  leaveAll(at = performance.now()): void {
    this.#leftAt = at;
    for (const stream of this.#all()) stream.leave();
  }

  terminateAll(): void {
    for (const stream of this.#all()) stream.destroy();
  }

  /** Distinct connections mode: the answer to the request is the stream. */
  async #stream(asker: Asker, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const askedAt = performance.now();
    const session = this.#session(asker, request);
    const prepared = await prepare(session, await readRequest(request, this.options.bodies));
    if (!(prepared instanceof OperationRefused)) assertMethodFits(prepared, request);
    if (response.destroyed) return; // gone while its operation was planned: nobody would tell of the end of a stream
    const giveBack = this.#take(asker);
    response.once('close', giveBack);
    response.writeHead(200, STREAM_HEADERS);
    const stream = new EventStream(response, this.options, { isDistinct: true, caller: this.#standing(asker) });
    this.#distinct.add(stream);
    response.once('close', () => this.#distinct.delete(stream));
    if (prepared instanceof OperationRefused) {
      stream.refuse(prepared.errors);
      return;
    }
    const answered = stream.run({ session, ready: prepared, id: undefined, caller: undefined });
    if (askedAt <= this.#leftAt) stream.leave();
    await answered;
  }

  /** Single connection mode: promises a stream. */
  #reserve(asker: Asker, response: ServerResponse): void {
    const onEnd = this.#take(asker);
    const token = this.#reservations.reserve({
      identity: identityOf(asker.caller),
      caller: this.#standing(asker),
      onEnd,
    });
    response.writeHead(201, TEXT_HEADERS).end(token);
  }

  /** Single connection mode: begins or stops an operation whose answers go to the stream. */
  async #command(
    token: string,
    asker: Asker,
    { request, response }: { request: IncomingMessage; response: ServerResponse },
  ): Promise<void> {
    const stream = this.#reservations.streamFor(token, identityOf(asker.caller));
    if (request.method === 'DELETE') {
      stream.stop(searchOf(request).get('operationId') ?? '');
      response.writeHead(200, TEXT_HEADERS).end();
      return;
    }
    const session = this.#session(asker, request);
    const operation = await readRequest(request, this.options.bodies);
    const id = operation.extensions?.operationId;
    if (typeof id !== 'string' || id === '')
      throw new RequestRefused('BAD_REQUEST', 'Send an `operationId` in `extensions`.');
    const ready = await session.prepare(operation);
    assertMethodFits(ready, request);
    this.#assertRoom(stream, id);
    const answered = stream.run({ session, ready, id, caller: this.#standing(asker) });
    response.writeHead(202, TEXT_HEADERS).end();
    await answered;
  }

  #standing({ caller, address }: Asker): StandingCaller {
    return new StandingCaller(caller, address, this.options.authenticate);
  }

  #session(asker: Asker, { headers }: IncomingMessage): Session {
    return this.options.openSession(asker, headers, { transport: 'sse', client: programOf(headers) });
  }

  #assertRoom(stream: EventStream, id: string): void {
    if (stream.isOver) throw new StreamRefused(404, 'The stream has ended.');
    if (stream.has(id)) throw new StreamRefused(409, `Operation ${id} is under way already.`);
    if (stream.isLeaving) throw new RequestRefused('SERVER_STOPPING', 'Connect again.');
    if (stream.outlet.isFull)
      throw new RequestRefused('RATE_LIMITED', 'Read the answers first.', { 'retry-after': '1' });
    const { maxSubscriptionsPerSocket: max } = this.options;
    if (stream.size < max) return;
    const message = `More than ${max} operations at once on one connection.`;
    throw new OperationRefused([
      routerError('LIMIT_EXCEEDED', message, { extensions: { limit: 'subscriptionsPerSocket', max } }),
    ]);
  }

  #take({ caller, address }: Asker): () => void {
    const taken = this.options.quota.take(identityOf(caller) ?? address);
    if (taken === undefined)
      throw new RequestRefused('RATE_LIMITED', 'Too many connections of one client.', { 'retry-after': '5' });
    return taken;
  }

  #all(): readonly EventStream[] {
    return [...this.#distinct, ...this.#reservations.streams];
  }
}

/** What is wrong with an operation is told in the stream: `EventSource` shows pages nothing of a refused request. */
async function prepare(session: Session, request: OperationRequest): Promise<ReadyOperation | OperationRefused> {
  try {
    return await session.prepare(request);
  } catch (cause) {
    if (!(cause instanceof OperationRefused)) throw cause;
    session.refused(cause);
    return cause;
  }
}

function assertMethodFits({ known }: ReadyOperation, request: IncomingMessage): void {
  if (known.parsed.definition.operation !== 'mutation' || !isReading(request)) return;
  throw new RequestRefused('METHOD_NOT_ALLOWED', 'GET is not for mutations.', { allow: 'POST' });
}

const prefersEvents = ({ headers }: IncomingMessage): boolean => prefersEventStream(headers.accept);

const searchOf = ({ url }: IncomingMessage): URLSearchParams => new URL(url ?? '', 'http://router').searchParams;

/** The token of a reserved stream. */
function tokenOf(request: IncomingMessage): string | undefined {
  const header = request.headers[TOKEN_HEADER];
  if (typeof header === 'string') return header;
  if (request.method !== 'GET' || !prefersEvents(request)) return undefined;
  return searchOf(request).get('token') ?? undefined;
}
