import type { SubgraphError } from '../subgraph-client/subgraph-answer.js';
import type { ErrorPlaces } from './error-places.js';
import { subgraphError } from './fetch-errors.js';
import type { Json } from './own-properties.js';
import type { ResponsePath } from './places.js';

/** Where in the client's answer an error belongs. */
interface ErrorTarget {
  /** Whom it concerns, and what is left of its path below them; when none can be named, all who wait are told. */
  readonly owners: readonly Json[];
  readonly rest: ResponsePath;
}

/** Tells an error of a subgraph at each place that it concerns. */
export function report(places: ErrorPlaces, error: SubgraphError, { owners, rest }: ErrorTarget): void {
  if (places.areTold) return;
  const isPlaced = error.path !== undefined && error.path.length > 0;
  const paths = isPlaced ? places.pathsOf(owners).map((path) => [...path, ...rest]) : [];
  const known = paths.length > 0 ? paths.filter((path) => !places.isUnwanted(path)) : places.affected;
  for (const path of places.take(known)) places.run.errors.push(subgraphError(places.fetch, error, path));
}
