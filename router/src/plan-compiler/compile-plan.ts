import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, parse, type SelectionNode } from 'graphql';
import { type EntitySelection, entitySelectionOf } from './entity-batch.js';
import { type Schedule, schedule } from './schedule.js';

/** One request to one subgraph. Everything that does not change from run to run is worked out here. */
export interface Fetch {
  readonly kind: 'Fetch';
  readonly subgraph: string;
  readonly isMutation: boolean;
  readonly document: string;
  readonly operationName: string | undefined;
  /** The client's variables that the document uses. */
  readonly variables: readonly string[];
  /** Where in the data the answer belongs; `@` steps into a list. */
  readonly path: readonly string[];
  /** What identifies an entity there; undefined for a fetch from the root. */
  readonly requires: readonly QueryPlanSelectionNode[] | undefined;
  /** What it asks of entities, when it can go in one document with others. */
  readonly entities: EntitySelection | undefined;
  /** Uppermost names of its answer below the root or the entity; they name what a failure costs. */
  readonly fields: readonly string[];
  readonly inputRewrites: readonly FetchDataRewrite[];
  readonly outputRewrites: readonly FetchDataRewrite[];
}

/** A step of the planner's tree. */
export type Step =
  | Fetch
  | { readonly kind: 'Sequence'; readonly steps: readonly Step[] }
  | { readonly kind: 'Parallel'; readonly steps: readonly Step[] }
  | Condition;

/** One of two ways, by the value of a Boolean variable. */
export interface Condition {
  readonly kind: 'Condition';
  readonly variable: string;
  readonly met: Step | undefined;
  readonly unmet: Step | undefined;
}

/** A plan as the executor runs it: for a subscription the stream first, then what each event still needs. */
export interface CompiledPlan {
  readonly stream: Fetch | undefined;
  readonly schedule: Schedule | undefined;
}

/** Turns the planner's tree into ours: paths are resolved into the fetches. */
export function compilePlan({ node }: QueryPlan): CompiledPlan {
  if (node === undefined) return { stream: undefined, schedule: undefined };
  if (node.kind !== 'Subscription') return { stream: undefined, schedule: schedule(compile(node, [])) };
  return { stream: compileFetch(node.primary, []), schedule: node.rest && schedule(compile(node.rest, [])) };
}

function compile(node: PlanNode, path: readonly string[]): Step {
  switch (node.kind) {
    case 'Fetch':
      return compileFetch(node, path);
    case 'Flatten':
      return compile(node.node, [...path, ...node.path.map(String)]);
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, steps: node.nodes.map((step) => compile(step, path)) };
    case 'Condition':
      return {
        kind: 'Condition',
        variable: node.condition,
        met: node.ifClause && compile(node.ifClause, path),
        unmet: node.elseClause && compile(node.elseClause, path),
      };
    case 'Defer':
      throw new Error('@defer is not enabled in the planner.');
  }
}

function compileFetch(node: FetchNode, path: readonly string[]): Fetch {
  const document = parse(node.operation);
  return {
    kind: 'Fetch',
    subgraph: node.serviceName,
    isMutation: node.operationKind === 'mutation',
    document: node.operation,
    operationName: node.operationName,
    variables: node.variableUsages ?? [],
    path,
    requires: node.requires,
    entities: node.requires && entitySelectionOf(document),
    fields: fieldsOf(document),
    inputRewrites: node.inputRewrites ?? [],
    outputRewrites: node.outputRewrites ?? [],
  };
}

function fieldsOf({ definitions }: DocumentNode): readonly string[] {
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fragments = new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet.selections]] : [],
    ),
  );
  const names = (selection: SelectionNode): readonly string[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet.selections.flatMap(names);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return (fragments.get(selection.name.value) ?? []).flatMap(names);
    if (selection.name.value === '_entities') return selection.selectionSet?.selections.flatMap(names) ?? [];
    return [selection.alias?.value ?? selection.name.value];
  };
  const all = operation?.selectionSet.selections.flatMap(names) ?? [];
  return [...new Set(all)].filter((name) => name !== '__typename');
}
