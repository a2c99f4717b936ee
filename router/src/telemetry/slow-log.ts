import type { Logger } from 'pino';
import type { ReadyOperation } from '../operation/execute-operation.js';
import type { CompiledPlan } from '../plan-compiler/compile-plan.js';

/** Tells of slow operations with their plan: who was asked, and what waited for what. No texts: they may hold values. */
export class SlowLog {
  constructor(
    readonly slowMs: number,
    readonly logger: Logger,
  ) {}

  write(
    { known, planned, cost }: ReadyOperation,
    ms: number,
    traced: { readonly requestId?: string | undefined },
  ): void {
    if (ms < this.slowMs) return;
    const { name, operation: kind } = known.parsed.definition;
    const durationMs = Math.round(ms);
    const facts = { operation: name?.value.slice(0, 100), kind, cost, durationMs, plan: planned.number };
    this.logger.warn({ ...traced, ...facts, calls: outlineOf(planned.plan) }, 'an operation was slow');
  }
}

const outlineOf = ({ schedule = [] }: CompiledPlan) =>
  schedule.map(({ groups, after }, call) => ({
    call,
    subgraph: groups[0].fetches[0].subgraph,
    after,
    paths: groups.flatMap(({ fetches }) => fetches.map(({ path }) => path.join('.'))),
  }));
