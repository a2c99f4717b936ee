import type { WorkCounts } from '../operation/work-counts.js';
import type { CompiledPlan } from '../plan-compiler/compile-plan.js';
import type { LoadedPlanner, PlanTask } from './load-planner.js';
import { NotPlannable, type OperationPlanner } from './planner.js';

/** Plans in the thread that answers: some 30 MB less than a thread of its own, and everybody waits for each new plan. */
export class InlinePlanner implements OperationPlanner {
  readonly waiting = 0;

  private constructor(
    readonly loaded: LoadedPlanner,
    readonly counts: WorkCounts['plans'],
  ) {}

  /** Rejects when the text is not a supergraph. */
  static async start(sdl: string, counts: WorkCounts['plans']): Promise<InlinePlanner> {
    // The planner's packages are loaded only where they are used.
    const { loadPlanner } = await import('./load-planner.js');
    return new InlinePlanner(await loadPlanner(sdl), counts);
  }

  async plan(task: PlanTask): Promise<CompiledPlan> {
    const startedAt = performance.now();
    try {
      const plan = this.loaded.plan(task);
      this.counts.made++;
      return plan;
    } catch (cause) {
      this.counts.failed++;
      throw new NotPlannable(cause instanceof Error ? cause.message : String(cause));
    } finally {
      this.counts.ms += performance.now() - startedAt;
    }
  }

  retire(): Promise<void> {
    return this.close();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
