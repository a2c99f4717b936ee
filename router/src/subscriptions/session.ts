import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { AdaptiveLimit } from '../gate/adaptive-limit.js';
import type { Asker } from '../gate/rate-limits/rate-limiter.js';
import { inPlace } from '../gate/shed-load.js';
import { refusalAnswer } from '../gate/write-answer.js';
import type { AnswerText } from '../operation/answer-text.js';
import {
  executeToText,
  type OperationAnswer,
  type OperationRequest,
  type ReadyOperation,
} from '../operation/execute-operation.js';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import { withDetails } from '../router-error.js';
import type { CallOrigin, Runtime } from '../runtime.js';
import type { FinishedOperation } from '../telemetry/access-log.js';
import { outcomeOf, outcomeOfRefusal } from '../telemetry/outcome.js';
import { type TraceContext, traceContextOf } from '../telemetry/trace-context.js';
import type { Visitor } from '../telemetry/visitor.js';
import type { AnswerReader } from './answer-feed.js';
import { streamOf, textOf } from './stream-operation.js';
import { withTraceId } from './trace-id.js';
import type { StreamAddress } from './upstream/upstream.js';

/** What sessions need besides the runtime. */
export interface LiveSettings {
  /** Bounds what is under way, whatever it came over. */
  readonly limit: AdaptiveLimit;
  /** For so long a lost stream of a subgraph is looked for. */
  readonly reconnectMs: number;
  streamAddress(subgraph: string): StreamAddress;
}

/** Whose session it is. */
export interface SessionClient {
  readonly asker: Asker;
  readonly visitor: Visitor;
  /** Headers of the client that are handed on to subgraphs. */
  readonly headers: CallOrigin['headers'];
  /** The client's trace, with which its operations go on. */
  readonly trace: TraceContext;
}

/** Stops an operation; its reader hears nothing afterwards. */
export type StopOperation = () => void;

/** An operation that runs. */
export interface StartedOperation {
  readonly stop: StopOperation;
  /** Resolves when a query or a mutation has been answered, also when nobody waits for it; undefined for a stream. */
  readonly answered: Promise<void> | undefined;
}

/** An operation of a socket, as it is begun. */
export interface SocketRequest {
  read(): OperationRequest;
  begin(ready: ReadyOperation): Promise<void> | undefined;
  refuse(errors: readonly GraphQLError[]): void;
}

/** What one client may run over a connection that stays open, and with which headers. */
export class Session {
  constructor(
    readonly runtime: Runtime,
    readonly settings: LiveSettings,
    readonly client: SessionClient,
  ) {}

  /** The same for one operation, which may name a trace in its extensions as headers do. */
  goingOnWith(extensions: unknown): Session {
    const trace = traceContextOf(extensions);
    return trace.traceparent === undefined ? this : new Session(this.runtime, this.settings, { ...this.client, trace });
  }

  /** Runs an operation of a socket from its message to its answer; it counts among the requests that are under way. */
  async serve({ read, begin, refuse }: SocketRequest): Promise<void> {
    const { telemetry } = this.runtime;
    const tracing = telemetry?.tracing;
    const run = async () => {
      try {
        await begin(await this.prepare(read()));
      } catch (cause) {
        this.refused(cause);
        refuse(this.errorsOf(cause));
      }
    };
    try {
      const handle = tracing === undefined ? run : () => tracing.operation(this.client.trace, run);
      await inPlace(this.settings.limit, handle, () => telemetry?.shed('websocket'));
    } catch (cause) {
      refuse(this.errorsOf(cause));
    }
  }

  /** Does everything that can refuse an operation; rejects with `OperationRefused` or `RequestRefused`. */
  async prepare(request: OperationRequest): Promise<ReadyOperation> {
    const { telemetry, admission } = this.runtime;
    const { asker, visitor } = this.client;
    const { ready, request: admitted } = await admission.admit(request, asker);
    telemetry?.admitted(ready, admitted !== request, visitor);
    return ready;
  }

  /** Tells those who watch that an operation was refused, where no answer to a request does. */
  refused(cause: unknown): void {
    this.#told({ ready: undefined, code: outcomeOfRefusal(cause) }, undefined);
  }

  /** Runs an operation; answers come later, never before this returns. */
  start(ready: ReadyOperation, reader: AnswerReader): StartedOperation {
    const { stream } = ready.planned.plan;
    if (stream !== undefined) return { stop: this.#subscribe(ready, stream, reader), answered: undefined };
    return this.#execute(ready, reader);
  }

  /** The errors with which a client hears why its operation was refused. */
  errorsOf(cause: unknown): readonly GraphQLError[] {
    const traceId = this.runtime.telemetry?.tracing?.traceId;
    const errors = this.#refusalOf(cause);
    return traceId === undefined ? errors : errors.map((error) => withDetails(error, { traceId }));
  }

  #refusalOf(cause: unknown): readonly GraphQLError[] {
    if (cause instanceof GraphQLError) return [cause];
    const requestId = randomUUID();
    const tell = (err: unknown) => this.runtime.logger.error({ err, requestId }, 'a live operation failed');
    return refusalAnswer(requestId, cause, tell).errors ?? [];
  }

  #execute(ready: ReadyOperation, reader: AnswerReader): StartedOperation {
    const { operation } = ready.known.parsed.definition;
    const startedAt = performance.now();
    const traceId = this.runtime.telemetry?.tracing?.traceId;
    const abort = new AbortController();
    let isStopped = false;
    // A mutation is carried out also when nobody waits for its answer any more.
    const signal = operation === 'mutation' ? undefined : abort.signal;
    const answered = this.#answer(ready, signal)
      .finally(() => {
        // Who asks from now on sees what it changed.
        if (operation === 'mutation') this.runtime.flights.forget();
      })
      .then(
        (answer) => {
          this.#told({ ready, code: outcomeOf(answer) }, performance.now() - startedAt);
          if (isStopped) return;
          // A subscription without a stream: all that it asks for was refused.
          if (operation === 'subscription' && 'errors' in answer) return reader.error(answer.errors ?? []);
          reader.next(textOf(withTraceId(answer, traceId)));
          reader.complete();
        },
        (cause: unknown) => {
          this.#told({ ready, code: outcomeOfRefusal(cause) }, performance.now() - startedAt);
          if (!isStopped) reader.error(this.errorsOf(cause));
        },
      );
    const stop = () => {
      isStopped = true;
      abort.abort();
    };
    return { stop, answered };
  }

  #answer(ready: ReadyOperation, signal: AbortSignal | undefined) {
    const tracing = this.runtime.telemetry?.tracing;
    const outside = this.runtime.outside(this.#call({ ...this.client.trace, signal }));
    return tracing === undefined
      ? executeToText(ready, outside)
      : tracing.step('execute', () => executeToText(ready, outside));
  }

  #subscribe(ready: ReadyOperation, fetch: Fetch, reader: AnswerReader): StopOperation {
    const { runtime, settings } = this;
    const wanted = streamOf(ready, fetch, {
      call: this.#call(this.client.trace),
      signatureSecrets: runtime.client.options.signatureSecrets,
      giveUpMs: settings.reconnectMs,
      addressOf: settings.streamAddress,
      forEvent: () => {
        // An event tells of a change: who asks because of it must not get what was asked before.
        runtime.flights.forget();
        return runtime.outsideOfEvent(this.#call({})); // many may read it: it belongs to nobody's trace
      },
      inTrace: (run) => this.#inTrace(run),
      onFault: (err) => runtime.logger.error({ err }, 'an event could not be answered'),
    });
    this.#told({ ready, code: 'OK' }, undefined);
    return runtime.streams.join(wanted, reader);
  }

  #inTrace(run: () => Promise<OperationAnswer | AnswerText>): Promise<OperationAnswer | AnswerText> {
    const tracing = this.runtime.telemetry?.tracing;
    if (tracing === undefined) return run();
    return tracing.event(async () => withTraceId(await run(), tracing.traceId));
  }

  /** `ms` is undefined for a stream, which has begun. */
  #told(operation: FinishedOperation, ms: number | undefined): void {
    this.runtime.telemetry?.live(operation, this.client.visitor, ms);
  }

  #call(origin: Pick<CallOrigin, 'traceparent' | 'tracestate' | 'signal'>) {
    const { asker, headers = {} } = this.client;
    const { address, caller } = asker;
    const { authorization } = caller;
    return this.runtime.callFor({ requestId: randomUUID(), authorization, address, headers, ...origin });
  }
}
