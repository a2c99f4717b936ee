import type { Rights } from '../../authorization/access.js';
import type { ExplainRules } from '../../config/explain-section.js';
import { AnswerText } from '../../operation/answer-text.js';
import {
  executeToText,
  type OperationAnswer,
  type Outside,
  type ReadyOperation,
} from '../../operation/execute-operation.js';
import type { Json } from '../../plan-executor/own-properties.js';
import { actualCost } from './actual-cost.js';
import { describePlan } from './describe-plan.js';

/** Header by which a developer asks for an explanation. */
export const EXPLAIN_HEADER = 'x-fleetgraph-explain';

const PARTS = ['plan', 'timing', 'cost'] as const;

/** What can be told beside an answer. */
export type ExplainedPart = (typeof PARTS)[number];

/** What somebody asks to have explained, as far as it may be; undefined when that is nothing, as for nearly everybody. */
export function partsToExplain(
  header: string | undefined,
  { isForAll, scope }: ExplainRules,
  rights: Rights,
): ReadonlySet<ExplainedPart> | undefined {
  if (header === undefined) return undefined;
  if (!isForAll && (scope === undefined || !rights.scopes.has(scope))) return undefined;
  const asked = new Set(header.split(',').map((part) => part.trim().toLowerCase()));
  const parts = PARTS.filter((part) => asked.has(part));
  return parts.length === 0 ? undefined : new Set(parts);
}

/** Executes an operation; `extensions` tell how. Nothing of it is shared with others. */
export async function executeExplained(
  ready: ReadyOperation,
  outside: Outside,
  { parts, maxCost }: { readonly parts: ReadonlySet<ExplainedPart>; readonly maxCost: number },
): Promise<OperationAnswer> {
  const clock = new Clock();
  const told = await executeToText(ready, parts.has('timing') ? clock.around(outside) : outside);
  const answer: OperationAnswer = told instanceof AnswerText ? JSON.parse(told.text) : told;
  const extensions: Json = { ...answer.extensions };
  if (parts.has('plan')) extensions.plan = describePlan(ready.planned.plan);
  if (parts.has('timing')) extensions.timing = clock.report();
  if (parts.has('cost'))
    extensions.cost = { estimated: ready.cost, actual: actualCost(ready, answer.data ?? {}), max: maxCost };
  return { ...answer, extensions };
}

/** Measures calls to subgraphs, in milliseconds since the execution began. */
class Clock {
  readonly #startedAt = performance.now();
  readonly #calls: { subgraph: string; fromMs: number; ms: number }[] = [];

  around(outside: Outside): Outside {
    return {
      ...outside,
      send: async (request, variables, known) => {
        const fromMs = this.#now();
        try {
          return await outside.send(request, variables, known);
        } finally {
          this.#calls.push({ subgraph: request.subgraph, fromMs, ms: rounded(this.#now() - fromMs) });
        }
      },
    };
  }

  report(): Json {
    const subgraphs: Record<string, { calls: number; ms: number }> = {};
    for (const { subgraph, ms } of this.#calls) {
      const sum = subgraphs[subgraph] ?? { calls: 0, ms: 0 };
      subgraphs[subgraph] = { calls: sum.calls + 1, ms: rounded(sum.ms + ms) };
    }
    return { ms: this.#now(), subgraphs, calls: this.#calls };
  }

  #now(): number {
    return rounded(performance.now() - this.#startedAt);
  }
}

const rounded = (ms: number): number => Math.round(ms * 100) / 100;
