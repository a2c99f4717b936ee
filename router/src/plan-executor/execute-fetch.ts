import type { Fetch } from '../plan-compiler/compile-plan.js';
import { type SubgraphAnswer, SubgraphFailure } from '../subgraph-client/subgraph-answer.js';
import type { PlanRun } from './execute-plan.js';
import { affectedPaths, failureErrors, subgraphError } from './fetch-errors.js';
import { mergeData } from './merge-data.js';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';
import { type Place, placesAt, type ResponsePath } from './places.js';
import { collectRepresentations, type Representations } from './representations.js';
import { rewriteData } from './rewrite-data.js';

/** Asks one subgraph and merges its answer; a failure becomes errors beside the rest of the data. */
export async function executeFetch(run: PlanRun, fetch: Fetch): Promise<void> {
  const places = placesAt(run.data, fetch.path);
  if (places.length === 0) return;
  if (fetch.requires === undefined) {
    await orErrors(run, fetch, { places, work: () => fetchFromRoot(run, fetch, places) });
    return;
  }
  const representations = collectRepresentations(run.schema, fetch, places);
  if (representations.values.length === 0) return;
  const waiting = representations.owners.flat();
  await orErrors(run, fetch, { places: waiting, work: () => fetchEntities(run, fetch, representations) });
}

/** Does the work of a fetch; when it fails, each place that waited for it is told. */
async function orErrors(
  run: PlanRun,
  fetch: Fetch,
  { places, work }: { places: readonly Place[]; work: () => Promise<void> },
): Promise<void> {
  try {
    await work();
  } catch (failure) {
    run.failed(fetch, failure);
    run.errors.push(...failureErrors(fetch, failure, affectedPaths(fetch, places, run.shape)));
  }
}

async function fetchFromRoot(run: PlanRun, fetch: Fetch, places: readonly Place[]): Promise<void> {
  const answer = await run.send(fetch, variablesOf(run, fetch));
  report(run, fetch, answer, { places, ownersOf: (path) => places.map((place) => [...place.path, ...path]) });
  mergeRootAnswer(run, fetch, answer, places);
}

/** Merges an answer from a root type; each place gets its own copy, because later fetches add to it. */
export function mergeRootAnswer(
  run: Pick<PlanRun, 'schema'>,
  fetch: Fetch,
  { data }: Pick<SubgraphAnswer, 'data'>,
  places: readonly Place[],
): void {
  if (data === undefined) return;
  rewriteData(run.schema, fetch.outputRewrites, data);
  for (const [index, { object }] of places.entries()) mergeData(object, index === 0 ? data : structuredClone(data));
}

async function fetchEntities(run: PlanRun, fetch: Fetch, representations: Representations): Promise<void> {
  const answer = await run.send(fetch, { ...variablesOf(run, fetch), representations: representations.values });
  report(run, fetch, answer, {
    places: representations.owners.flat(),
    ownersOf: (path) => entityPaths(representations, path),
  });
  const entities = answer.data === undefined ? undefined : getOwn(answer.data, '_entities');
  if (entities === undefined || (entities === null && answer.errors.length > 0)) return;
  if (!Array.isArray(entities) || entities.length !== representations.values.length) {
    throw new SubgraphFailure(fetch.subgraph, 'SUBGRAPH_INVALID_RESPONSE', {
      wasSent: true,
      cause: 'length of _entities',
    });
  }
  for (const [index, entity] of entities.entries()) {
    if (isJson(entity)) mergeEntity(run, fetch, entity, representations.owners[index] ?? []);
  }
}

function mergeEntity(run: PlanRun, fetch: Fetch, entity: Json, owners: readonly Place[]): void {
  for (const [index, { object }] of owners.entries()) {
    const own = index === owners.length - 1 ? entity : structuredClone(entity);
    if (!getOwn(own, '__typename')) setOwn(own, '__typename', getOwn(object, '__typename'));
    rewriteData(run.schema, fetch.outputRewrites, own);
    mergeData(object, own);
  }
}

/** The client's own variables, as they came: the subgraph applies the defaults that stand in its document. */
function variablesOf({ variables }: PlanRun, fetch: Fetch): Json {
  const given = fetch.variables.map((name) => [name, getOwn(variables, name)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** What is needed to say where in the client's answer an error belongs. */
interface ErrorTargets {
  readonly places: readonly Place[];
  ownersOf(path: ResponsePath): readonly ResponsePath[];
}

function report(run: PlanRun, fetch: Fetch, { errors }: SubgraphAnswer, { places, ownersOf }: ErrorTargets): void {
  for (const error of errors) {
    const isPlaced = error.path !== undefined && error.path.length > 0;
    const paths = isPlaced ? ownersOf(error.path ?? []) : [];
    const known = paths.length > 0 ? paths : affectedPaths(fetch, places, run.shape);
    run.errors.push(...known.map((path) => subgraphError(fetch, error, path)));
  }
}

/** `_entities.3.name` → the path of each place that waits for the fourth representation. */
function entityPaths({ owners }: Representations, [, index, ...rest]: ResponsePath): readonly ResponsePath[] {
  const waiting = typeof index === 'number' ? owners[index] : undefined;
  return (waiting ?? []).map(({ path }) => [...path, ...rest]);
}
