import type { Fetch } from '../plan-compiler/compile-plan.js';
import { reads } from '../plan-compiler/fetch-graph.js';
import type { Call } from '../plan-compiler/schedule.js';
import { ErrorPlaces } from './error-places.js';
import type { PlanExecution } from './execute-plan.js';
import { failureErrors } from './fetch-errors.js';
import type { Json } from './own-properties.js';
import { collectRepresentations, collectSurrounded } from './representations.js';
import { isOfType } from './runtime-type.js';

/** A fetch that has brought nothing to some objects. */
export interface FailedFetch {
  readonly fetch: Fetch;
  readonly objects: readonly Json[];
  /** The request that went wrong: this one, or one for what it needed. */
  readonly cause: { readonly fetch: Fetch; readonly failure: unknown };
  isTold: boolean;
}

/** Tells each place that waited for a failed request; what only other fetches wanted to know is told when they miss it. */
export function tellFailure(
  run: PlanExecution,
  fetch: Fetch,
  { failure, objects }: { readonly failure: unknown; readonly objects: readonly Json[] },
): void {
  tell(run, { fetch, objects, cause: { fetch, failure } });
}

/** Tells the fields that cannot be asked for, because a request failed that should have brought what it takes to ask. */
export function tellMissing(run: PlanExecution, { groups }: Call): void {
  for (const fetch of groups.flatMap(({ fetches }) => fetches)) {
    const failed = run.failures.find((other) => reads(fetch, other.fetch));
    if (failed === undefined) continue;
    const complete = completeObjects(run, fetch);
    const objects = run.objects.at(fetch).filter((object) => isMeant(run, fetch, object) && !complete.has(object));
    if (objects.length > 0) tell(run, { fetch, objects, cause: failed.cause });
    failed.isTold ||= objects.length > 0;
  }
}

/** Tells where a failed request would have brought something, when nobody has missed it. */
export function tellUntold(
  run: Pick<PlanExecution, 'data' | 'shape' | 'rootType' | 'errors'>,
  objects: PlanExecution['objects'],
  failures: readonly FailedFetch[],
): void {
  for (const { fetch, cause, ...failed } of failures) {
    if (failed.isTold) continue;
    const places = new ErrorPlaces({ ...run, objects }, fetch, failed.objects);
    run.errors.push(...failureErrors(cause.fetch, cause.failure, places.affected));
  }
}

function tell(run: PlanExecution, { fetch, objects, cause }: Omit<FailedFetch, 'isTold'>): void {
  const { lost } = new ErrorPlaces(run, fetch, objects);
  run.errors.push(...failureErrors(cause.fetch, cause.failure, lost));
  run.failures.push({ fetch, objects, cause, isTold: lost.length > 0 });
}

/** Whether a fetch is for objects of this type. */
const isMeant = ({ schema }: PlanExecution, { requires = [] }: Fetch, object: Json): boolean =>
  requires.some(
    (selection) =>
      selection.kind === 'InlineFragment' &&
      selection.typeCondition !== undefined &&
      isOfType(schema, object, selection.typeCondition, false),
  );

function completeObjects(run: PlanExecution, fetch: Fetch): ReadonlySet<Json> {
  const entities =
    fetch.contextual.length === 0
      ? collectRepresentations(run, [fetch])
      : collectSurrounded(run, [fetch]).flatMap((surrounded) => surrounded.entities);
  return new Set(entities.flatMap(({ owners }) => owners.flatMap((owner) => owner.objects)));
}
