import type { Fetch, Step } from './compile-plan.js';

/** A condition under which a call is made: a Boolean variable and the value that it must have. */
export interface Guard {
  readonly variable: string;
  readonly isTrue: boolean;
}

/** At least one. */
type Some<T> = readonly [T, ...T[]];

/** One request to one subgraph: a fetch, or several fetches of entities that go in one document. */
export interface Call {
  /** Fetches that ask the same of entities are one group, and share one list of representations. */
  readonly groups: Some<Some<Fetch>>;
  /** Places in the schedule of what must have arrived before; all of them come earlier. */
  readonly after: readonly number[];
  readonly guards: readonly Guard[];
}

/** All calls of a plan, each behind those that it waits for. */
export type Schedule = readonly Call[];

interface Node {
  readonly fetch: Fetch;
  readonly after: readonly number[];
  readonly guards: readonly Guard[];
  /** Longest way from the start, in calls. */
  readonly wave: number;
}

/**
 * Turns the planner's tree into calls with what each of them waits for. The planner answers branch by branch, so two
 * branches may ask one subgraph for entities at the same distance from the start: those become one call. It waits for what
 * any of them needs, which saves a request where a branch is rarely much slower than another.
 */
export function schedule(step: Step): Schedule {
  const nodes: Node[] = [];
  flatten(step, { nodes, after: [], guards: [] });
  // What a mutation has done is told as it comes.
  const hasMutation = nodes.some(({ fetch }) => fetch.isMutation);
  const groups = [...Map.groupBy(nodes, (node) => (hasMutation ? node : keyOf(node))).values()];
  groups.sort(([a], [b]) => (a?.wave ?? 0) - (b?.wave ?? 0));
  const callOf = new Map(groups.flatMap((group, call) => group.map((node) => [node, call] as const)));
  return groups.map((group) => ({
    groups: grouped(group.map(({ fetch }) => fetch)),
    after: [...new Set(group.flatMap(({ after }) => after.map((at) => callOf.get(nodes[at] as Node) ?? 0)))],
    guards: group[0]?.guards ?? [],
  }));
}

function grouped(fetches: readonly Fetch[]): Call['groups'] {
  const groups = [...Map.groupBy(fetches, (fetch) => fetch.entities?.selection ?? fetch).values()];
  return atLeastOne(groups.map(atLeastOne));
}

function atLeastOne<T>([first, ...rest]: readonly T[]): Some<T> {
  if (first === undefined) throw new Error('A call has a fetch, and so has each of its groups.');
  return [first, ...rest];
}

/** Nodes with equal keys become one call; a node that is its own key stays alone. */
function keyOf(node: Node): Node | string {
  const { fetch, guards, wave } = node;
  if (fetch.entities === undefined) return node;
  return JSON.stringify([wave, fetch.subgraph, guards]);
}

interface Position {
  readonly nodes: Node[];
  readonly after: readonly number[];
  readonly guards: readonly Guard[];
}

/** Adds the fetches of a step; answers those that have to be waited for when the step is to be over. */
function flatten(step: Step, position: Position): readonly number[] {
  const { nodes, after, guards } = position;
  switch (step.kind) {
    case 'Fetch': {
      const wave = 1 + Math.max(0, ...after.map((at) => nodes[at]?.wave ?? 0));
      return [nodes.push({ fetch: step, after, guards, wave }) - 1];
    }
    case 'Sequence':
      return step.steps.reduce((behind, next) => flatten(next, { nodes, after: behind, guards }), after);
    case 'Parallel':
      return [...new Set(step.steps.flatMap((branch) => flatten(branch, position)))];
    case 'Condition': {
      const under = (isTrue: boolean) => ({ nodes, after, guards: [...guards, { variable: step.variable, isTrue }] });
      const met = step.met === undefined ? after : flatten(step.met, under(true));
      const unmet = step.unmet === undefined ? after : flatten(step.unmet, under(false));
      return [...new Set([...met, ...unmet])];
    }
  }
}
