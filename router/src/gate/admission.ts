import { type OperationRequest, type ReadyOperation, readyOperation } from '../operation/execute-operation.js';
import { OperationRefused } from '../operation/operation-refused.js';
import type { CurrentSupergraph } from '../supergraph/current-supergraph.js';
import type { PersistedOperations } from './persisted/persisted-operations.js';
import type { Asker, QuotaHeaders, RateLimiter } from './rate-limits/rate-limiter.js';
import type { Refusals } from './refusals.js';

/** An operation that may be executed. */
export interface Admitted {
  /** With its text, also when only its id was sent. */
  readonly request: OperationRequest;
  readonly ready: ReadyOperation;
  /** What its caller has left. */
  readonly headers: QuotaHeaders;
}

const NO_HEADERS: QuotaHeaders = {};

/** The way of every operation into the router, whatever it came over: id → text, checks, rights, cost, rate limit. */
export class Admission {
  constructor(
    readonly parts: {
      readonly current: CurrentSupergraph;
      readonly persisted: PersistedOperations;
      /** Undefined: nothing is counted. */
      readonly limiter: RateLimiter | undefined;
      /** Undefined: refusals are not counted. */
      readonly refusals: Refusals | undefined;
    },
  ) {}

  get refusals(): Refusals | undefined {
    return this.parts.refusals;
  }

  /** Throws or rejects with `OperationRefused` or `RequestRefused`; what is refused counts, too. */
  admit(given: OperationRequest, asker: Asker): Admitted | Promise<Admitted> {
    const { current, persisted, limiter } = this.parts;
    if (limiter !== undefined) return this.#admitCounted(limiter, given, asker);
    const request = persisted.resolve(given, asker.caller);
    const ready = readyOperation(current.operations, request, asker.caller.rights);
    if (ready instanceof Promise) return ready.then((planned) => ({ request, ready: planned, headers: NO_HEADERS }));
    return { request, ready, headers: NO_HEADERS };
  }

  /** Who has asked for too much costs the planner nothing. */
  async #admitCounted(limiter: RateLimiter, given: OperationRequest, asker: Asker): Promise<Admitted> {
    const { current, persisted } = this.parts;
    let headers: QuotaHeaders | undefined;
    try {
      const request = persisted.resolve(given, asker.caller);
      const ready = await readyOperation(current.operations, request, asker.caller.rights, async (cost) => {
        headers = await limiter.count(asker, cost);
      });
      return { request, ready, headers: headers ?? NO_HEADERS };
    } catch (cause) {
      if (cause instanceof OperationRefused && headers === undefined) await limiter.count(asker, 1);
      throw cause;
    }
  }
}
