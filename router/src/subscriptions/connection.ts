import { randomUUID } from 'node:crypto';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Authenticate, Caller } from '../gate/authenticate.js';
import { readParameters } from '../gate/read-request.js';
import { RequestRefused } from '../gate/request-refused.js';
import {
  executeOperation,
  type OperationAnswer,
  type ReadyOperation,
  readyOperation,
} from '../operation/execute-operation.js';
import { OperationRefused } from '../operation/operation-refused.js';
import type { Json } from '../plan-executor/own-properties.js';
import { routerError } from '../router-error.js';
import type { Runtime } from '../runtime.js';
import { type AnswerStream, streamOperation } from './stream-operation.js';

/** Close codes besides those that graphql-ws sends itself. */
const FORBIDDEN = 4403;
const TRY_AGAIN_LATER = 1013;
/** Longest delay of a timer in Node. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** What one subscribe message is executed with. */
export interface MessageContext {
  execute(): Promise<OperationAnswer>;
  subscribe(): AnswerStream;
}

/** One client's socket: who it is, until when, and what it may run. */
export class Connection {
  #caller: Caller | undefined;
  #expiry: NodeJS.Timeout | undefined;

  constructor(
    readonly socket: WebSocket,
    readonly runtime: Runtime,
    readonly authenticator: Authenticate,
  ) {}

  /** Reads the token of `connection_init`; false closes with 4403. The socket does not outlive its token. */
  async authenticate({ authorization }: Json): Promise<boolean> {
    try {
      this.#caller = await this.authenticator(typeof authorization === 'string' ? authorization : undefined);
    } catch (cause) {
      if (cause instanceof RequestRefused && cause.code === 'UNAUTHENTICATED') return false;
      this.runtime.logger.warn({ err: cause }, 'a token could not be checked');
      this.socket.close(TRY_AGAIN_LATER, 'Try again later');
      return true;
    }
    this.#closeAt(this.#caller.expiresAt);
    return true;
  }

  /** Checks an operation; errors are answered as the protocol's `error` message. */
  async prepare(payload: SubscribePayload, active: number): Promise<ExecutionArgs | readonly GraphQLError[]> {
    try {
      const { maxSubscriptionsPerSocket: max } = this.runtime.limits;
      if (active > max) {
        const message = `More than ${max} operations at once on one connection.`;
        return [routerError('LIMIT_EXCEEDED', message, { extensions: { limit: 'subscriptionsPerSocket', max } })];
      }
      const ready = readyOperation(this.runtime.current.operations, readParameters({ ...payload }), this.#rights());
      const refusals = await this.#refusalsOf(ready);
      if (refusals.length > 0) return refusals;
      const { document } = ready.known.parsed;
      const { apiSchema: schema } = ready.planned.supergraph;
      return { schema, document, operationName: payload.operationName ?? null, contextValue: this.contextFor(ready) };
    } catch (cause) {
      return this.#toErrors(cause);
    }
  }

  contextFor(ready: ReadyOperation): MessageContext {
    const requestId = randomUUID();
    const outside = () =>
      this.runtime.outside(this.runtime.callFor({ requestId, authorization: this.#caller?.authorization }));
    return {
      execute: () =>
        executeOperation(ready, outside())
          .catch((cause: unknown) => ({ errors: this.#toErrors(cause) }))
          .finally(() => {
            // Who asks over HTTP from now on sees what it changed.
            if (ready.known.parsed.definition.operation === 'mutation') this.runtime.flights.forget();
          }),
      subscribe: () => {
        const { stream } = ready.planned.plan;
        if (stream === undefined) throw routerError('PLAN_FAILED', 'No subgraph answers what was asked for.');
        return streamOperation(ready, stream, {
          registry: this.runtime.streams,
          call: this.runtime.callFor({ requestId, authorization: this.#caller?.authorization }),
          signatureSecrets: this.runtime.client.options.signatureSecrets,
          addressOf: (subgraph) => this.runtime.client.nextAddress(subgraph),
          forEvent: () => {
            // An event tells of a change: who asks because of it must not get what was asked before.
            this.runtime.flights.forget();
            return outside();
          },
          onOverflow: () => this.socket.terminate(),
        });
      },
    };
  }

  /** The socket has closed. */
  close(): void {
    clearTimeout(this.#expiry);
  }

  #rights() {
    // graphql-ws lets nothing through before `connection_init` was accepted.
    if (this.#caller === undefined) throw new RequestRefused('UNAUTHENTICATED', 'The connection is not initialised.');
    return this.#caller.rights;
  }

  /** A subscription whose field is refused has no stream to wait for. */
  async #refusalsOf(ready: ReadyOperation): Promise<readonly GraphQLError[]> {
    const isSubscription = ready.known.parsed.definition.operation === 'subscription';
    if (!isSubscription || ready.planned.plan.stream !== undefined) return [];
    const call = this.runtime.callFor({ requestId: randomUUID(), authorization: undefined });
    return (await executeOperation(ready, this.runtime.outside(call))).errors ?? [];
  }

  #closeAt(expiresAt: Date | undefined): void {
    if (expiresAt === undefined) return;
    const delay = Math.min(MAX_TIMER_MS, Math.max(0, expiresAt.getTime() - Date.now()));
    this.#expiry = setTimeout(() => this.socket.close(FORBIDDEN, 'The token has expired'), delay);
  }

  #toErrors(cause: unknown): readonly GraphQLError[] {
    if (cause instanceof OperationRefused) return cause.errors;
    if (cause instanceof RequestRefused) return [routerError(cause.code, cause.message)];
    this.runtime.logger.error({ err: cause }, 'an operation over WebSocket failed');
    return [routerError('INTERNAL_SERVER_ERROR', 'An internal error occurred.')];
  }
}
