import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { parse, type SelectionSetNode } from 'graphql';
import { type ContextualArgument, contextualArgumentsOf } from './contextual-arguments.js';
import { type EntitySelection, entitySelectionOf } from './entity-batch.js';
import { withoutSpreads } from './entity-fields.js';
import { type Schedule, type ScheduleOptions, schedule } from './schedule.js';
import { fieldsOf, responseNameOf, selectionOf } from './selections.js';

/** One request to one subgraph. Everything that does not change from run to run is worked out here. */
export interface Fetch {
  readonly kind: 'Fetch';
  readonly subgraph: string;
  readonly isMutation: boolean;
  readonly document: string;
  readonly operationName: string | undefined;
  /** The client's variables that the document uses. */
  readonly variables: readonly string[];
  /** Further variables of it, whose values are read from the data. */
  readonly contextual: readonly ContextualArgument[];
  /** Where in the data the answer belongs; `@` steps into a list. */
  readonly path: readonly string[];
  /** The way there as texts, one for each step: what it takes to find places again. */
  readonly pathTexts: readonly string[];
  /** What identifies an entity there; undefined for a fetch from the root. */
  readonly requires: readonly QueryPlanSelectionNode[] | undefined;
  /** The same in one text: fetches that are equal in this identify entities in the same way. */
  readonly requiresText: string;
  /** What it asks of entities, when it can go in one document with others. */
  readonly entities: EntitySelection | undefined;
  /** What it asks of the root or of each entity, without named fragments. */
  readonly selection: SelectionSetNode;
  /** Uppermost names of that; they name what a failure costs. */
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
export function compilePlan({ node }: QueryPlan, options: ScheduleOptions): CompiledPlan {
  if (node === undefined) return { stream: undefined, schedule: undefined };
  if (node.kind !== 'Subscription') return { stream: undefined, schedule: schedule(compile(node, []), options) };
  return { stream: compileFetch(node.primary, []), schedule: node.rest && schedule(compile(node.rest, []), options) };
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
  const document = withoutSpreads(parse(node.operation, { noLocation: true }));
  const selection = selectionOf(document);
  const contextual = contextualArgumentsOf(node, document);
  const isContextual = (name: string) => contextual.some(({ variable }) => variable === name);
  return {
    kind: 'Fetch',
    subgraph: node.serviceName,
    isMutation: node.operationKind === 'mutation',
    document: node.operation,
    operationName: node.operationName,
    variables: (node.variableUsages ?? []).filter((name) => !isContextual(name)),
    contextual,
    path,
    pathTexts: path.map((_, index) => path.slice(0, index + 1).join('.')),
    requires: node.requires,
    requiresText: JSON.stringify(node.requires ?? []),
    entities: node.requires && entitySelectionOf(document),
    selection,
    fields: [...new Set(fieldsOf(selection).map(responseNameOf))].filter((name) => name !== '__typename'),
    inputRewrites: node.inputRewrites ?? [],
    outputRewrites: node.outputRewrites ?? [],
  };
}
