import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { Call } from '../plan-compiler/schedule.js';
import type { SubgraphAnswer } from '../subgraph-client/subgraph-answer.js';
import { variablesOf } from './client-variables.js';
import { ErrorPlaces } from './error-places.js';
import type { PlanExecution, PlanRun } from './execute-plan.js';
import { tellFailure, tellMissing } from './failed-fetches.js';
import { fetchEntities } from './fetch-entities.js';
import { mergeData } from './merge-data.js';
import type { Json } from './own-properties.js';
import type { ObjectFinder } from './places.js';
import { report } from './report-errors.js';
import { rewriteData } from './rewrite-data.js';

/**
 * Asks one subgraph and merges its answer; a failure becomes errors beside the rest of the data. Undefined when there was
 * nothing to ask.
 */
export function executeCall(run: PlanExecution, call: Call): Promise<void> | undefined {
  const { groups } = call;
  const [first] = groups[0].fetches;
  try {
    if (run.failures.length > 0) tellMissing(run, call);
    const asked = first.requires === undefined ? fetchFromRoot(run, first) : fetchEntities(run, groups);
    return asked?.catch((failure: unknown) => tellBroken(run, call, failure));
  } catch (failure) {
    tellBroken(run, call, failure);
    return undefined;
  }
}

/** What was read before cannot be sent: a value that lies too deep for `JSON.stringify`. */
function tellBroken(run: PlanExecution, { groups }: Call, failure: unknown): void {
  for (const fetch of groups.flatMap(({ fetches }) => fetches)) {
    run.failed(fetch, failure);
    tellFailure(run, fetch, { failure, objects: run.objects.at(fetch) });
  }
}

async function fetchFromRoot(run: PlanExecution, fetch: Fetch): Promise<void> {
  const objects = run.objects.at(fetch);
  if (objects.length === 0) return;
  try {
    const answer = await run.send(fetch, `{${variablesOf(run, [fetch]).join(',')}}`, run.call);
    const places = new ErrorPlaces(run, fetch, objects);
    for (const error of answer.errors) report(places, error, { owners: objects, rest: error.path ?? [] });
    mergeRootAnswer(run, fetch, answer, run.objects.stillAt(objects));
    run.objects.forget();
  } catch (failure) {
    run.failed(fetch, failure);
    tellFailure(run, fetch, { failure, objects });
  }
}

/** Merges an answer from a root type; each object gets its own copy, because later fetches may add to one only. */
export function mergeRootAnswer(
  run: Pick<PlanRun, 'schema'> & { readonly objects?: ObjectFinder },
  fetch: Fetch,
  { data }: Pick<SubgraphAnswer, 'data'>,
  objects: readonly Json[],
): void {
  if (data === undefined) return;
  rewriteData(run.schema, fetch.outputRewrites, data);
  for (const [index, object] of objects.entries())
    mergeData(object, index === 0 ? data : structuredClone(data), run.objects);
}
