import type { Fetch } from '../plan-compiler/compile-plan.js';
import { type SubgraphAnswer, SubgraphFailure } from '../subgraph-client/subgraph-answer.js';
import type { PlanRun } from './execute-plan.js';
import { affectedPaths, failureErrors, subgraphError } from './fetch-errors.js';
import { mergeData } from './merge-data.js';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';
import { objectsAt, type Place, placesAt, type ResponsePath } from './places.js';
import { collectRepresentations, type Representations } from './representations.js';
import { rewriteData } from './rewrite-data.js';

/** Asks one subgraph and merges its answer; a failure becomes errors beside the rest of the data. */
export async function executeFetch(run: PlanRun, fetch: Fetch): Promise<void> {
  const objects = objectsAt(run.data, fetch.path);
  if (objects.length === 0) return;
  if (fetch.requires === undefined) {
    await orErrors(run, fetch, { objects, work: () => fetchFromRoot(run, fetch, objects) });
    return;
  }
  const representations = collectRepresentations(run.schema, fetch, objects);
  if (representations.values.length === 0) return;
  const waiting = representations.owners.flat();
  await orErrors(run, fetch, { objects: waiting, work: () => fetchEntities(run, fetch, representations) });
}

/** Does the work of a fetch; when it fails, each place that waited for it is told. */
async function orErrors(
  run: PlanRun,
  fetch: Fetch,
  { objects, work }: { objects: readonly Json[]; work: () => Promise<void> },
): Promise<void> {
  try {
    await work();
  } catch (failure) {
    run.failed(fetch, failure);
    const places = placesOf(run, fetch, objects);
    run.errors.push(...failureErrors(fetch, failure, affectedPaths(fetch, places, run.shape)));
  }
}

/** Every place of the answer at which one of these objects stands. */
function placesOf({ data }: PlanRun, { path }: Fetch, objects: readonly Json[]): readonly Place[] {
  const wanted = new Set(objects);
  return placesAt(data, path).filter(({ object }) => wanted.has(object));
}

async function fetchFromRoot(run: PlanRun, fetch: Fetch, objects: readonly Json[]): Promise<void> {
  const answer = await run.send(fetch, variablesOf(run, fetch));
  report(run, fetch, answer, { all: objects, ownersOf: (path) => ({ owners: objects, rest: path }) });
  mergeRootAnswer(run, fetch, answer, objects);
}

/** Merges an answer from a root type; each object gets its own copy, because later fetches may add to one only. */
export function mergeRootAnswer(
  run: Pick<PlanRun, 'schema'>,
  fetch: Fetch,
  { data }: Pick<SubgraphAnswer, 'data'>,
  objects: readonly Json[],
): void {
  if (data === undefined) return;
  rewriteData(run.schema, fetch.outputRewrites, data);
  for (const [index, object] of objects.entries()) mergeData(object, index === 0 ? data : structuredClone(data));
}

async function fetchEntities(run: PlanRun, fetch: Fetch, representations: Representations): Promise<void> {
  const answer = await run.send(fetch, { ...variablesOf(run, fetch), representations: representations.values });
  report(run, fetch, answer, {
    all: representations.owners.flat(),
    // `_entities.3.name` concerns all that wait for the fourth representation.
    ownersOf: ([, index, ...rest]) => ({
      owners: typeof index === 'number' ? (representations.owners[index] ?? []) : [],
      rest,
    }),
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

/** What hangs below an entity becomes part of every owner: all of them stand at one path of the plan, so all fetches agree. */
function mergeEntity(run: PlanRun, fetch: Fetch, entity: Json, owners: readonly Json[]): void {
  for (const object of owners) {
    // Names of aliased fields depend on the type that an owner has.
    const own = fetch.outputRewrites.length === 0 ? entity : rewritten(run, fetch, structuredClone(entity), object);
    mergeData(object, own);
  }
}

function rewritten(run: PlanRun, fetch: Fetch, entity: Json, owner: Json): Json {
  if (!getOwn(entity, '__typename')) setOwn(entity, '__typename', getOwn(owner, '__typename'));
  rewriteData(run.schema, fetch.outputRewrites, entity);
  return entity;
}

/** The client's own variables, as they came: the subgraph applies the defaults that stand in its document. */
function variablesOf({ variables }: PlanRun, fetch: Fetch): Json {
  const given = fetch.variables.map((name) => [name, getOwn(variables, name)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** What is needed to say where in the client's answer an error belongs. */
interface ErrorTargets {
  /** All that this fetch was made for. */
  readonly all: readonly Json[];
  /** Whom an error of the subgraph's answer concerns, and what is left of its path below them. */
  ownersOf(path: ResponsePath): { readonly owners: readonly Json[]; readonly rest: ResponsePath };
}

function report(run: PlanRun, fetch: Fetch, { errors }: SubgraphAnswer, { all, ownersOf }: ErrorTargets): void {
  for (const error of errors) {
    const { owners, rest } = error.path?.length ? ownersOf(error.path) : { owners: [], rest: [] };
    const paths = placesOf(run, fetch, owners).map(({ path }) => [...path, ...rest]);
    const known = paths.length > 0 ? paths : affectedPaths(fetch, placesOf(run, fetch, all), run.shape);
    run.errors.push(...known.map((path) => subgraphError(fetch, error, path)));
  }
}
