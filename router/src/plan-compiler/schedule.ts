import type { GraphQLSchema } from 'graphql';
import type { Fetch, Step } from './compile-plan.js';
import { fetchGraph, type GraphNode, type Guard } from './fetch-graph.js';
import { type KnownSource, knownSources } from './known-sources.js';

/** At least one. */
type Some<T> = readonly [T, ...T[]];

/** Fetches that ask the same of entities, and share one list of representations; or one fetch of any other kind. */
export interface FetchGroup {
  readonly fetches: Some<Fetch>;
  /** Where some of what they ask may be known already. */
  readonly knownFrom: readonly KnownSource[];
}

/** One request to one subgraph. */
export interface Call {
  /** They go in one document. */
  readonly groups: Some<FetchGroup>;
  /** Places in the schedule of what must have arrived before; all of them come earlier. */
  readonly after: readonly number[];
  readonly guards: readonly Guard[];
}

/** All calls of a plan, each behind those that it waits for. */
export type Schedule = readonly Call[];

/** What a schedule is made with. */
export interface ScheduleOptions {
  readonly schema: GraphQLSchema;
  /** What a subgraph has said of an entity is not asked again. */
  readonly reusesEntities: boolean;
}

/** Fetches that become one call. */
interface Draft {
  readonly nodes: readonly GraphNode[];
  readonly subgraph: string;
  readonly guards: readonly Guard[];
  readonly wave: number;
}

/**
 * Makes as few calls of a plan as it can without answering later: fetches of one subgraph that are ready in one wave go in
 * one document, and what nothing else waits for goes with a later call to its subgraph. A call waits for what any of its
 * fetches needs, which saves a request where a branch is rarely much slower than another.
 */
export function schedule(step: Step, options: ScheduleOptions): Schedule {
  const graph = fetchGraph(step);
  // What a mutation has done is told as it comes.
  if (graph.some(({ fetch }) => fetch.isMutation)) return finish(graph, graph.map(alone), () => []);
  const sources = options.reusesEntities ? sourcesIn(graph, options.schema) : new Map<GraphNode, Source[]>();
  const sourcesOf = (node: GraphNode) => sources.get(node) ?? [];
  return finish(graph, withWaiting(graph, drafts(graph), sourcesOf), sourcesOf);
}

const alone = (node: GraphNode): Draft => ({
  nodes: [node],
  subgraph: node.fetch.subgraph,
  guards: node.guards,
  wave: node.wave,
});

function drafts(graph: readonly GraphNode[]): readonly Draft[] {
  const keyOf = (node: GraphNode) =>
    node.fetch.entities === undefined ? node : JSON.stringify([node.wave, node.fetch.subgraph, node.guards]);
  const groups = [...Map.groupBy(graph, keyOf).values()];
  return groups.flatMap((nodes) => nodes.slice(0, 1).map((first) => ({ ...alone(first), nodes })));
}

/** An earlier fetch that may have brought what another asks. */
interface Source {
  readonly node: GraphNode;
  readonly known: readonly KnownSource[];
}

function sourcesIn(graph: readonly GraphNode[], schema: GraphQLSchema): Map<GraphNode, Source[]> {
  const sources = new Map<GraphNode, Source[]>();
  for (const node of graph) {
    if (node.fetch.requires === undefined) continue;
    const found = graph
      .filter(({ wave }) => wave < node.wave)
      .map((earlier) => ({ node: earlier, known: knownSources(node.fetch, earlier.fetch, schema) }))
      .filter(({ known }) => known.length > 0);
    if (found.length > 0) sources.set(node, found);
  }
  return sources;
}

/**
 * A draft that nothing waits for joins the next one to its subgraph that is made anyway. One that later fetches may find
 * their answers in goes at once: their calls are then not made at all.
 */
function withWaiting(
  graph: readonly GraphNode[],
  all: readonly Draft[],
  sourcesOf: (node: GraphNode) => readonly Source[],
): readonly Draft[] {
  const awaited = new Set(graph.flatMap(({ after }) => after.map((at) => graph[at])));
  const named = new Set(graph.flatMap((node) => sourcesOf(node).map((source) => source.node)));
  const isAwaited = ({ nodes }: Draft) => nodes.some((node) => awaited.has(node) || named.has(node));
  const isBatch = ({ nodes }: Draft) => nodes.every(({ fetch }) => fetch.entities !== undefined);
  const kept: Draft[] = [];
  // From the end: whoever waits finds the call that it joins made already.
  for (const draft of all.toSorted((one, other) => other.wave - one.wave)) {
    const at =
      isAwaited(draft) || !isBatch(draft) ? -1 : kept.findLastIndex((later) => isBatch(later) && isAlike(later, draft));
    const later = kept[at];
    if (later === undefined) kept.push(draft);
    else kept[at] = { ...later, nodes: [...later.nodes, ...draft.nodes] };
  }
  return kept;
}

const isAlike = (one: Draft, other: Draft): boolean =>
  one.subgraph === other.subgraph && JSON.stringify(one.guards) === JSON.stringify(other.guards);

function finish(
  graph: readonly GraphNode[],
  all: readonly Draft[],
  sourcesOf: (node: GraphNode) => readonly Source[],
): Schedule {
  const ordered = all.toSorted((one, other) => one.wave - other.wave);
  const callOf = new Map(ordered.flatMap(({ nodes }, call) => nodes.map((node) => [node, call] as const)));
  return ordered.map(({ nodes, guards }) => {
    const needed = nodes.flatMap((node) => [
      ...node.after.flatMap((at) => graph[at] ?? []),
      ...sourcesOf(node).map((source) => source.node),
    ]);
    const after = [...new Set(needed.map((node) => callOf.get(node) ?? 0))];
    return { groups: groupsOf(nodes, sourcesOf), after, guards };
  });
}

function groupsOf(nodes: readonly GraphNode[], sourcesOf: (node: GraphNode) => readonly Source[]): Call['groups'] {
  const alike = [...Map.groupBy(nodes, ({ fetch }) => fetch.entities?.selection ?? fetch).values()];
  return some(
    alike.map((group) => ({
      fetches: some(group.map(({ fetch }) => fetch)),
      knownFrom: distinct(group.flatMap(sourcesOf).flatMap(({ known }) => known)),
    })),
  );
}

function distinct(sources: readonly KnownSource[]): readonly KnownSource[] {
  const byKey = new Map(sources.map((source) => [JSON.stringify([source.typeName, source.path]), source]));
  return [...byKey.values()];
}

function some<T>([first, ...rest]: readonly T[]): Some<T> {
  if (first === undefined) throw new Error('A call has a group, and a group has a fetch.');
  return [first, ...rest];
}
