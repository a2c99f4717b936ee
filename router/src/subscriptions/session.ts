import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Asker } from '../gate/rate-limits/rate-limiter.js';
import { refusalAnswer } from '../gate/write-answer.js';
import { executeToText, type OperationRequest, type ReadyOperation } from '../operation/execute-operation.js';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { CallOrigin, Runtime } from '../runtime.js';
import type { FinishedOperation } from '../telemetry/access-log.js';
import { outcomeOf, outcomeOfRefusal } from '../telemetry/outcome.js';
import type { Visitor } from '../telemetry/visitor.js';
import type { AnswerReader } from './answer-feed.js';
import { streamOf, textOf } from './stream-operation.js';
import type { StreamAddress } from './upstream/upstream.js';

/** What sessions need besides the runtime. */
export interface LiveSettings {
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
}

/** Stops an operation; its reader hears nothing afterwards. */
export type StopOperation = () => void;

/** What one client may run over a connection that stays open, and with which headers. */
export class Session {
  constructor(
    readonly runtime: Runtime,
    readonly settings: LiveSettings,
    readonly client: SessionClient,
  ) {}

  /** Does everything that can refuse an operation; rejects with `OperationRefused` or `RequestRefused`. */
  async prepare(request: OperationRequest): Promise<ReadyOperation> {
    const { telemetry, admission } = this.runtime;
    const { asker, visitor } = this.client;
    try {
      const { ready, request: admitted } = await admission.admit(request, asker);
      telemetry?.admitted(ready, admitted !== request, visitor);
      return ready;
    } catch (cause) {
      telemetry?.live({ ready: undefined, code: outcomeOfRefusal(cause) }, visitor, undefined);
      throw cause;
    }
  }

  /** Runs an operation; answers come later, never before this returns. */
  start(ready: ReadyOperation, reader: AnswerReader): StopOperation {
    const { stream } = ready.planned.plan;
    if (stream !== undefined) return this.#subscribe(ready, stream, reader);
    return this.#execute(ready, reader);
  }

  /** The errors with which a client hears why its operation was refused. */
  errorsOf(cause: unknown): readonly GraphQLError[] {
    if (cause instanceof GraphQLError) return [cause];
    const requestId = randomUUID();
    const tell = (err: unknown) => this.runtime.logger.error({ err, requestId }, 'a live operation failed');
    return refusalAnswer(requestId, cause, tell).errors ?? [];
  }

  #execute(ready: ReadyOperation, reader: AnswerReader): StopOperation {
    const { operation } = ready.known.parsed.definition;
    const startedAt = performance.now();
    const abort = new AbortController();
    let isStopped = false;
    // A mutation is carried out also when nobody waits for its answer any more.
    const signal = operation === 'mutation' ? undefined : abort.signal;
    this.#answer(ready, signal)
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
          reader.next(textOf(answer));
          reader.complete();
        },
        (cause: unknown) => {
          this.#told({ ready, code: outcomeOfRefusal(cause) }, performance.now() - startedAt);
          if (!isStopped) reader.error(this.errorsOf(cause));
        },
      );
    return () => {
      isStopped = true;
      abort.abort();
    };
  }

  #answer(ready: ReadyOperation, signal: AbortSignal | undefined) {
    const tracing = this.runtime.telemetry?.tracing;
    const outside = this.runtime.outside(this.#call(signal));
    return tracing === undefined
      ? executeToText(ready, outside)
      : tracing.step('execute', () => executeToText(ready, outside));
  }

  #subscribe(ready: ReadyOperation, fetch: Fetch, reader: AnswerReader): StopOperation {
    const { runtime, settings } = this;
    const wanted = streamOf(ready, fetch, {
      call: this.#call(),
      signatureSecrets: runtime.client.options.signatureSecrets,
      giveUpMs: settings.reconnectMs,
      addressOf: settings.streamAddress,
      forEvent: () => {
        // An event tells of a change: who asks because of it must not get what was asked before.
        runtime.flights.forget();
        return runtime.outside(this.#call());
      },
      onFault: (err) => runtime.logger.error({ err }, 'an event could not be answered'),
    });
    this.#told({ ready, code: 'OK' }, undefined);
    return runtime.streams.join(wanted, reader);
  }

  /** `ms` is undefined for a stream, which has begun. */
  #told(operation: FinishedOperation, ms: number | undefined): void {
    this.runtime.telemetry?.live(operation, this.client.visitor, ms);
  }

  #call(signal?: AbortSignal) {
    const { asker, headers = {} } = this.client;
    const { authorization } = asker.caller;
    return this.runtime.callFor({ requestId: randomUUID(), authorization, headers, signal });
  }
}
