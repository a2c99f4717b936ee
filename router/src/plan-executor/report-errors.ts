import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { SubgraphError } from '../subgraph-client/subgraph-answer.js';
import { ErrorPlaces } from './error-places.js';
import type { PlanExecution } from './execute-plan.js';
import { failureErrors, subgraphError } from './fetch-errors.js';
import type { Json } from './own-properties.js';
import type { ResponsePath } from './places.js';

/** Tells each place that waited for a failed request. */
export function tellFailure(
  run: PlanExecution,
  fetch: Fetch,
  { failure, objects }: { failure: unknown; objects: readonly Json[] },
) {
  run.errors.push(...failureErrors(fetch, failure, new ErrorPlaces(run, fetch, objects).affected));
}

/** Where in the client's answer an error belongs. */
interface ErrorTarget {
  /** Whom it concerns, and what is left of its path below them; when none can be named, all who wait are told. */
  readonly owners: readonly Json[];
  readonly rest: ResponsePath;
}

/** Tells an error of a subgraph at each place that it concerns. */
export function report(places: ErrorPlaces, error: SubgraphError, { owners, rest }: ErrorTarget): void {
  const isPlaced = error.path !== undefined && error.path.length > 0;
  const paths = isPlaced ? places.pathsOf(owners).map((path) => [...path, ...rest]) : [];
  const known = paths.length > 0 ? paths : places.affected;
  for (const path of known) places.run.errors.push(subgraphError(places.fetch, error, path));
}
