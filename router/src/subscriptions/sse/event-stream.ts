import type { Writable } from 'node:stream';
import type { GraphQLError } from 'graphql';
import type { ReadyOperation } from '../../operation/execute-operation.js';
import { routerError } from '../../router-error.js';
import { Outlet, type SlowClientRule } from '../outlet.js';
import type { Session } from '../session.js';
import type { StandingCaller } from '../standing-caller.js';
import type { Appointment, TimerWheel } from '../timer-wheel.js';
import { EventOperation } from './event-operation.js';

/** What the event streams of one router share. */
export interface EventStreamOptions extends SlowClientRule {
  readonly keepAliveMs: number;
  /** Time in which a client may take what is on its way to it when its stream has ended. */
  readonly closingMs: number;
  readonly wheel: TimerWheel;
}

/** A prepared operation of a client. */
export interface StreamedOperation {
  readonly session: Session;
  readonly ready: ReadyOperation;
  /** Undefined in distinct connections mode. */
  readonly id: string | undefined;
  /** Who has asked for it, and with whose token it ends; undefined: who has the stream. */
  readonly caller: StandingCaller | undefined;
}

const COMMENT = Buffer.from(':\n\n');
const EXPIRED = 'The token has expired.';
const REVOKED = 'The token counts no more.';

/** One connection of Server-Sent Events and the operations whose answers it carries. */
export class EventStream {
  readonly outlet: Outlet;
  readonly #operations = new Map<string | undefined, EventOperation>();
  readonly #isDistinct: boolean;
  readonly #caller: StandingCaller;
  #isTaken = true;
  #isLeaving = false;
  #isOver = false;
  #heartbeat: Appointment;
  #expiry: Appointment | undefined;

  constructor(
    out: Writable,
    readonly options: EventStreamOptions,
    { isDistinct, caller }: { readonly isDistinct: boolean; readonly caller: StandingCaller },
  ) {
    this.outlet = new Outlet(out, options, () => this.destroy());
    this.#isDistinct = isDistinct;
    this.#caller = caller;
    out.once('close', () => this.#forget());
    out.on('error', () => {}); // `close` follows
    this.#heartbeat = options.wheel.after(options.keepAliveMs, () => this.#beat());
    this.#expiry = this.#afterToken(caller, () => this.#refuse(EXPIRED));
    out.write(COMMENT);
  }

  get size(): number {
    return this.#operations.size;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** Whoever read it has gone, or it was ended: nothing is to begin on it any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  has(id: string): boolean {
    return this.#operations.has(id);
  }

  /** Resolves when a query or a mutation is answered; at once for a stream. */
  run({ session, ready, id, caller }: StreamedOperation): Promise<void> | undefined {
    const operation = new EventOperation(this, id, ready.planned.plan.stream !== undefined, caller);
    operation.expiry = this.#afterToken(caller, () => this.#refuseOne(operation, EXPIRED));
    this.#operations.set(id, operation);
    const { stop, answered } = session.start(ready, operation);
    operation.stop = stop;
    return answered;
  }

  /** Tells why the only operation of a stream was refused. */
  refuse(errors: readonly GraphQLError[]): void {
    new EventOperation(this, undefined, false).error(errors);
  }

  stop(id: string): void {
    const operation = this.#operations.get(id);
    if (operation === undefined) return;
    operation.stop();
    this.outlet.forget(operation);
    operation.complete();
  }

  release(operation: EventOperation): void {
    operation.expiry?.cancel();
    this.#operations.delete(operation.id);
    if (this.#isDistinct) this.#end();
    else if (this.#isLeaving) this.#leaveWhenIdle();
  }

  /** Ends without `complete` when what ends by itself has ended: the client connects again and resumes. */
  leave(): void {
    this.#isLeaving = true;
    this.#leaveWhenIdle();
  }

  /** Ends at once; what is waiting is thrown away. */
  destroy(): void {
    this.outlet.out.destroy();
    this.#forget();
  }

  #leaveWhenIdle(): void {
    if ([...this.#operations.values()].every(({ isStream }) => isStream)) this.#end();
  }

  #end(): void {
    this.outlet.finish();
    this.#forget();
    // Who does not read does not take the end, either.
    this.#heartbeat = this.options.wheel.after(this.options.closingMs, () => this.outlet.out.destroy());
  }

  #refuse(reason: string): void {
    if (this.#isOver) return;
    for (const operation of [...this.#operations.values()]) this.#refuseOne(operation, reason);
    this.#end();
  }

  #refuseOne(operation: EventOperation, reason: string): void {
    if (this.#operations.get(operation.id) !== operation) return;
    operation.stop();
    operation.error([routerError('UNAUTHENTICATED', reason)]);
  }

  #afterToken(caller: StandingCaller | undefined, run: () => void): Appointment | undefined {
    const { expiresAt } = caller ?? {};
    return expiresAt && this.options.wheel.after(expiresAt.getTime() - Date.now(), run);
  }

  #forget(): void {
    this.#isOver = true;
    this.#heartbeat.cancel();
    this.#expiry?.cancel();
    for (const { stop, expiry } of this.#operations.values()) {
      stop();
      expiry?.cancel();
    }
    this.#operations.clear();
  }

  /** A comment keeps proxies from closing; one that is still here at the next beat tells that nobody reads. */
  #beat(): void {
    if (!this.#isTaken) {
      this.destroy();
      return;
    }
    this.#isTaken = false;
    this.#caller.recheck(() => this.#refuse(REVOKED));
    for (const operation of this.#operations.values())
      operation.caller?.recheck(() => this.#refuseOne(operation, REVOKED));
    this.outlet.out.write(COMMENT, (fault) => {
      this.#isTaken = !fault;
    });
    this.#heartbeat = this.options.wheel.after(this.options.keepAliveMs, () => this.#beat());
  }
}
