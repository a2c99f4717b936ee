import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { PlanExecution } from './execute-plan.js';
import { getOwn } from './own-properties.js';

/** The client's own variables in JSON, as they came: the subgraph applies the defaults that stand in its document. */
export function variablesOf({ variables }: PlanExecution, fetches: readonly Fetch[]): readonly string[] {
  const names = new Set(fetches.flatMap((fetch) => fetch.variables));
  return [...names].flatMap((name) => {
    const value = getOwn(variables, name);
    return value === undefined ? [] : [`"${name}":${JSON.stringify(value)}`];
  });
}
