import type { CompiledPlan, Fetch } from '../../plan-compiler/compile-plan.js';
import type { Call } from '../../plan-compiler/schedule.js';
import type { Json } from '../../plan-executor/own-properties.js';

/** A plan for people: every call with what it asks, where its answer belongs and which calls it waits for. */
export function describePlan({ stream, schedule = [] }: CompiledPlan): Json {
  return {
    ...(stream === undefined ? {} : { stream: describeFetch(stream) }),
    calls: schedule.map((call, index) => ({ call: index, ...describeCall(call) })),
  };
}

function describeCall({ groups, after, guards }: Call): Json {
  const conditions = guards.map(({ variable, isTrue }) => `${isTrue ? '' : '!'}$${variable}`);
  return {
    subgraph: groups[0].fetches[0].subgraph,
    after,
    ...(conditions.length === 0 ? {} : { onlyIf: conditions }),
    fetches: groups.flatMap(({ fetches }) => fetches.map(describeFetch)),
  };
}

const describeFetch = ({ subgraph, path, document, variables }: Fetch): Json => ({
  subgraph,
  path: path.join('.'),
  document,
  variables,
});
