import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { SubgraphError } from '../subgraph-client/subgraph-answer.js';
import type { PlanExecution } from './execute-plan.js';
import { affectedPaths, failureErrors, subgraphError } from './fetch-errors.js';
import type { Json } from './own-properties.js';
import { type Place, placesAt, type ResponsePath } from './places.js';

/** Tells each place that waited for a failed request. */
export function tellFailure(
  run: PlanExecution,
  fetch: Fetch,
  { failure, objects }: { failure: unknown; objects: readonly Json[] },
) {
  const places = placesOf(run, fetch, objects);
  run.errors.push(...failureErrors(fetch, failure, affectedPaths(fetch, places, run.shape)));
}

/** Where in the client's answer an error belongs. */
interface ErrorTarget {
  /** Whom it concerns, and what is left of its path below them. */
  readonly owners: readonly Json[];
  readonly rest: ResponsePath;
  /** All that this fetch was made for; they are told when nobody else can be named. */
  readonly all: readonly Json[];
}

/** Tells an error of a subgraph at each place that it concerns. */
export function report(
  run: PlanExecution,
  fetch: Fetch,
  error: SubgraphError,
  { owners, rest, all }: ErrorTarget,
): void {
  const isPlaced = error.path !== undefined && error.path.length > 0;
  const paths = isPlaced ? placesOf(run, fetch, owners).map(({ path }) => [...path, ...rest]) : [];
  const known = paths.length > 0 ? paths : affectedPaths(fetch, placesOf(run, fetch, all), run.shape);
  run.errors.push(...known.map((path) => subgraphError(fetch, error, path)));
}

/** Every place of the answer at which one of these objects stands. */
function placesOf(
  { data, objects: finder }: PlanExecution,
  { path }: Fetch,
  objects: readonly Json[],
): readonly Place[] {
  const wanted = new Set(finder.stillAt(objects));
  return placesAt(data, path).filter(({ object }) => wanted.has(object));
}
