import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Fetch, Step } from '../plan-compiler/compile-plan.js';
import type { Shape } from '../shaper/shape.js';
import type { SubgraphAnswer } from '../subgraph-client/subgraph-answer.js';
import { executeFetch } from './execute-fetch.js';
import type { Json } from './own-properties.js';

/** One execution of a plan; `data` and `errors` grow while it runs. */
export interface PlanRun {
  /** With the parts that clients may not see: keys and types between subgraphs. */
  readonly schema: GraphQLSchema;
  readonly shape: Shape;
  /** As the client sent them. */
  readonly variables: Json;
  /** Coerced, with defaults. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  readonly data: Json;
  readonly errors: GraphQLError[];
  send(fetch: Fetch, variables: Json): Promise<SubgraphAnswer>;
  /** Told about each fetch without a GraphQL answer. */
  failed(fetch: Fetch, failure: unknown): void;
}

/** Walks a plan. Order lives here; the network and merging live in `execute-fetch`. */
export async function executePlan(run: PlanRun, step: Step): Promise<void> {
  switch (step.kind) {
    case 'Fetch':
      return executeFetch(run, step);
    case 'Sequence':
      for (const next of step.steps) await executePlan(run, next);
      return;
    case 'Parallel':
      await Promise.all(step.steps.map((branch) => executePlan(run, branch)));
      return;
    case 'Condition': {
      const chosen = run.coercedVariables[step.variable] === true ? step.met : step.unmet;
      if (chosen !== undefined) await executePlan(run, chosen);
    }
  }
}
