import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { Fetch, Step } from './compile-plan.js';
import { namesOf } from './contextual-arguments.js';
import { selectsAny } from './selections.js';

/** A condition under which a fetch is made: a Boolean variable and the value that it must have. */
export interface Guard {
  readonly variable: string;
  readonly isTrue: boolean;
}

/** A fetch with what it has to wait for. */
export interface GraphNode {
  readonly fetch: Fetch;
  /** Places in the graph of the fetches whose answers it reads; all of them come earlier. */
  readonly after: readonly number[];
  readonly guards: readonly Guard[];
  /** Longest way from the start, in fetches; the first wave is 1. */
  readonly wave: number;
}

/**
 * Turns the planner's tree into a graph: a fetch waits for those whose answers it reads, whatever branch they stand in. The
 * tree says more than that, because a sequence has no other way to say that two of its steps belong together.
 */
export function fetchGraph(step: Step): readonly GraphNode[] {
  const nodes: PlacedNode[] = [];
  flatten(step, { nodes, after: [], guards: [] });
  return nodes;
}

interface PlacedNode extends GraphNode {
  /** Everything that the tree has before it. */
  readonly before: ReadonlySet<number>;
}

interface Position {
  readonly nodes: PlacedNode[];
  readonly after: readonly number[];
  readonly guards: readonly Guard[];
}

/** Adds the fetches of a step; answers those that have to be waited for when the step is to be over. */
function flatten(step: Step, position: Position): readonly number[] {
  const { nodes, after, guards } = position;
  switch (step.kind) {
    case 'Fetch':
      return [nodes.push(place(step, position)) - 1];
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

function place(fetch: Fetch, { nodes, after: previous, guards }: Position): PlacedNode {
  const before = new Set(previous.flatMap((at) => [...(nodes[at]?.before ?? []), at]));
  const read = [...before].filter((at) => reads(fetch, nodes[at]?.fetch));
  const after = read.length === 0 || nodes.some((node) => node.fetch.isMutation) ? previous : read;
  const wave = 1 + Math.max(0, ...after.map((at) => nodes[at]?.wave ?? 0));
  return { fetch, after, guards, wave, before };
}

/** Whether a fetch reads what another writes: the objects at its path, or what identifies them. */
export function reads(fetch: Fetch, writer: Fetch | undefined): boolean {
  if (writer === undefined) return false;
  const { path, requires, contextual } = fetch;
  if (contextual.some((argument) => writesAt(writer, namesOf(argument, path)))) return true;
  if (requires === undefined) return true;
  const own = path.filter(isName);
  const written = writer.path.filter(isName);
  const shared = own.findIndex((name, index) => written[index] !== name);
  if (shared !== -1 && shared < written.length) return false; // they part ways
  // Its answer has other names than its document: whatever lies on the way counts.
  if (writer.outputRewrites.length > 0) return true;
  if (written.length < own.length) return selectsAny(writer.selection, new Set([own[written.length] ?? '']));
  const needed = below(requires, written.slice(own.length));
  return selectsAny(writer.selection, new Set(needed.map(({ alias, name }) => alias ?? name)));
}

/** Whether a fetch writes a value, or an object on the way to it. */
function writesAt(writer: Fetch, names: readonly string[]): boolean {
  const written = writer.path.filter(isName);
  if (written.length >= names.length || written.some((name, at) => names[at] !== name)) return false;
  return writer.outputRewrites.length > 0 || selectsAny(writer.selection, new Set([names[written.length] ?? '']));
}

type FieldNode = Extract<QueryPlanSelectionNode, { kind: 'Field' }>;

/** The fields of a representation at a path below it. */
function below(
  selections: readonly QueryPlanSelectionNode[],
  [step, ...rest]: readonly string[],
): readonly FieldNode[] {
  const fields = selections.flatMap((selection): readonly FieldNode[] =>
    selection.kind === 'Field' ? [selection] : below(selection.selections, []),
  );
  if (step === undefined) return fields;
  const inner = fields.filter(({ alias, name }) => (alias ?? name) === step);
  return below(
    inner.flatMap(({ selections: own }) => own ?? []),
    rest,
  );
}

const isName = (step: string): boolean => step !== '@';
