import { LRUCache } from 'lru-cache';
import type { ExecutionConfig } from '../config/execution-section.js';
import type { CompiledPlan } from '../plan-compiler/compile-plan.js';
import type { PlanTask } from './load-planner.js';
import { NotPlannable, type OperationPlanner, PlanGivenUp } from './planner.js';

/** What a character of an operation takes in its plan, about. */
const CHARACTER_BYTES = 50;

/** What was given up is tried again after so many times of what a plan may take: others have the thread for themselves meanwhile. */
const TIMES_BETWEEN = 6;

/**
 * Remembers plans by the text that was planned: callers whose rights let them see the same share a plan, and so do
 * operations that differ in white space and comments only. Who asks for a plan that is being made waits for that one.
 */
export class PlanMemory implements OperationPlanner {
  readonly #plans: LRUCache<string, Promise<CompiledPlan>>;
  readonly #givenUpMs: number;

  constructor(
    readonly planner: OperationPlanner,
    { caches: { maxPlans, maxBytes }, planner: { maxPlanMs } }: ExecutionConfig,
  ) {
    this.#givenUpMs = TIMES_BETWEEN * maxPlanMs;
    this.#plans = new LRUCache({
      max: maxPlans,
      maxSize: maxBytes,
      sizeCalculation: (_, key) => CHARACTER_BYTES * key.length,
    });
  }

  get loaded(): OperationPlanner['loaded'] {
    return this.planner.loaded;
  }

  get waiting(): number {
    return this.planner.waiting;
  }

  plan(task: PlanTask): Promise<CompiledPlan> {
    const key = `${task.reusesEntities ? '+' : '-'}${task.operationName ?? ''}\n${task.text}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const making = this.planner.plan(task);
    this.#plans.set(key, making);
    making.catch((cause: unknown) => {
      if (this.#plans.peek(key) !== making) return;
      // What cannot be planned never will be; a busy planner has time again.
      if (cause instanceof PlanGivenUp) this.#plans.set(key, making, { ttl: this.#givenUpMs });
      else if (!(cause instanceof NotPlannable)) this.#plans.delete(key);
    });
    return making;
  }

  retire(): Promise<void> {
    return this.planner.retire();
  }

  close(): Promise<void> {
    this.#plans.clear();
    return this.planner.close();
  }
}
