import type { Fetch } from '../plan-compiler/compile-plan.js';
import { answerName, batchRequest, listName } from '../plan-compiler/entity-batch.js';
import type { Call, FetchGroup } from '../plan-compiler/schedule.js';
import {
  type SubgraphAnswer,
  type SubgraphError,
  SubgraphFailure,
  type SubgraphRequest,
} from '../subgraph-client/subgraph-answer.js';
import type { PlanExecution, PlanRun } from './execute-plan.js';
import { affectedPaths, failureErrors, subgraphError } from './fetch-errors.js';
import { KnownEntities } from './known-entities.js';
import { isFlat, mergeData } from './merge-data.js';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';
import { type ObjectFinder, type Place, placesAt, type ResponsePath } from './places.js';
import { collectRepresentations, type Owners, type Representation } from './representations.js';
import { rewriteData } from './rewrite-data.js';

/** Asks one subgraph and merges its answer; a failure becomes errors beside the rest of the data. */
export async function executeCall(run: PlanExecution, { groups }: Call): Promise<void> {
  const [
    {
      fetches: [fetch],
    },
  ] = groups;
  if (fetch.requires === undefined) await fetchFromRoot(run, fetch);
  else await fetchEntities(run, groups);
}

/** Tells each place that waited for a failed request. */
function tellFailure(
  run: PlanExecution,
  fetch: Fetch,
  { failure, objects }: { failure: unknown; objects: readonly Json[] },
) {
  const places = placesOf(run, fetch, objects);
  run.errors.push(...failureErrors(fetch, failure, affectedPaths(fetch, places, run.shape)));
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

async function fetchFromRoot(run: PlanExecution, fetch: Fetch): Promise<void> {
  const objects = run.objects.at(fetch);
  if (objects.length === 0) return;
  try {
    const answer = await run.send(fetch, `{${variablesOf(run, [fetch]).join(',')}}`, run.call);
    for (const error of answer.errors)
      report(run, fetch, error, { owners: objects, rest: error.path ?? [], all: objects });
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

async function fetchEntities(run: PlanExecution, groups: Call['groups']): Promise<void> {
  const asked = groups
    .map((group, number) => ({ number, fetch: group.fetches[0], entities: unknownEntities(run, group) }))
    .filter(({ entities }) => entities.length > 0);
  const [only] = asked;
  if (only === undefined) return;
  const request = asked.length > 1 ? batchRequest(asked.map(({ number, fetch }) => [number, fetch])) : undefined;
  if (request === undefined) await Promise.all(asked.map((one) => askGroup(run, one)));
  else {
    const nameOf = ({ number }: Asked) => ({ list: listName(number), answer: answerName(number) });
    await askEntities(run, asked, { request, nameOf });
  }
}

/** The entities that a group still has to ask for; what earlier answers brought is merged without asking. */
function unknownEntities(run: PlanExecution, { fetches, knownFrom }: FetchGroup): readonly Representation[] {
  const entities = collectRepresentations(run, fetches);
  if (knownFrom.length === 0 || entities.length === 0) return entities;
  const known = new KnownEntities(run, fetches[0], knownFrom);
  return entities.filter((entity) => {
    const found = known.find(entity);
    if (found !== undefined) mergeEntity(run, found, entity.owners);
    return found === undefined;
  });
}

/** A group of fetches with the entities that it asks for. */
interface Asked {
  readonly number: number;
  readonly fetch: Fetch;
  readonly entities: readonly Representation[];
}

/** Asks for one group by its own document. */
const askGroup = (run: PlanExecution, one: Asked) =>
  askEntities(run, [one], { request: one.fetch, nameOf: () => ({ list: 'representations', answer: '_entities' }) });

/** A request and what the lists of representations and of entities are called in it. */
interface EntityRequest {
  readonly request: SubgraphRequest;
  nameOf(one: Asked): { readonly list: string; readonly answer: string };
}

async function askEntities(
  run: PlanExecution,
  asked: readonly Asked[],
  { request, nameOf }: EntityRequest,
): Promise<void> {
  const given = variablesOf(
    run,
    asked.map((one) => one.fetch),
  );
  const lists = asked.map((one) => `"${nameOf(one).list}":[${one.entities.map(({ text }) => text).join(',')}]`);
  const variables = `{${[...given, ...lists].join(',')}}`;
  let answer: SubgraphAnswer;
  try {
    answer = await run.send(request, variables, run.call);
  } catch (failure) {
    tellAll(run, asked, failure);
    return;
  }
  if (answer.data === undefined && asked.length > 1) {
    // The list of entities may not be null: what one group broke has cost the others their answer. Each by itself, then.
    await Promise.all(asked.map((one) => askGroup(run, one)));
    return;
  }
  for (const one of asked) {
    try {
      takeEntities(run, answer, one, nameOf(one).answer);
    } catch (failure) {
      tellAll(run, [one], failure);
    }
  }
}

function tellAll(run: PlanExecution, asked: readonly Asked[], failure: unknown): void {
  for (const { fetch, entities } of asked) {
    run.failed(fetch, failure);
    for (const [one, objects] of objectsByFetch(entities)) tellFailure(run, one, { failure, objects });
  }
}

function objectsByFetch(entities: readonly Representation[]): Map<Fetch, Json[]> {
  const byFetch = new Map<Fetch, Json[]>();
  for (const { fetch, objects } of entities.flatMap(({ owners }) => owners))
    byFetch.set(fetch, [...(byFetch.get(fetch) ?? []), ...objects]);
  return byFetch;
}

/** Merges what a group was answered under a name, and tells what went wrong there. */
function takeEntities(run: PlanExecution, answer: SubgraphAnswer, { fetch, entities }: Asked, name: string): void {
  for (const error of answer.errors) {
    const [field, index, ...rest] = error.path ?? [];
    if (field !== undefined && field !== name) continue; // another group's
    const concerned = typeof index === 'number' ? (entities[index]?.owners ?? []) : [];
    for (const [one, all] of objectsByFetch(entities)) {
      const owners = concerned.find(({ fetch: waiting }) => waiting === one)?.objects ?? [];
      if (concerned.length === 0 || owners.length > 0) report(run, one, error, { owners, rest, all });
    }
  }
  const found = answer.data === undefined ? undefined : getOwn(answer.data, name);
  if (found === undefined || (found === null && answer.errors.length > 0)) return;
  if (!Array.isArray(found) || found.length !== entities.length) {
    throw new SubgraphFailure(fetch.subgraph, 'SUBGRAPH_INVALID_RESPONSE', {
      wasSent: true,
      cause: 'length of _entities',
    });
  }
  for (const [index, entity] of found.entries()) {
    if (isJson(entity)) mergeEntity(run, entity, entities[index]?.owners ?? []);
  }
}

/**
 * What hangs below an entity becomes part of every owner by reference: the owners of one fetch stand at one path of the
 * plan, so all later fetches agree about them. Another fetch of the group gets a copy of its own.
 */
function mergeEntity(run: PlanExecution, entity: Json, owners: readonly Owners[]): void {
  const isLeaf = isFlat(entity);
  if (!isLeaf) run.objects.forget();
  for (const [index, { fetch, objects }] of owners.entries()) {
    const copy = index === 0 || isLeaf ? entity : structuredClone(entity);
    // Names of aliased fields depend on the type that an owner has.
    const needsRewriting = fetch.outputRewrites.length > 0;
    for (const object of run.objects.stillAt(objects))
      mergeData(object, needsRewriting ? rewritten(run, fetch, structuredClone(copy), object) : copy, run.objects);
  }
}

function rewritten(run: PlanExecution, fetch: Fetch, entity: Json, owner: Json): Json {
  if (!getOwn(entity, '__typename')) setOwn(entity, '__typename', getOwn(owner, '__typename'));
  rewriteData(run.schema, fetch.outputRewrites, entity);
  return entity;
}

/** The client's own variables in JSON, as they came: the subgraph applies the defaults that stand in its document. */
function variablesOf({ variables }: PlanExecution, fetches: readonly Fetch[]): readonly string[] {
  const names = new Set(fetches.flatMap((fetch) => fetch.variables));
  return [...names].flatMap((name) => {
    const value = getOwn(variables, name);
    return value === undefined ? [] : [`"${name}":${JSON.stringify(value)}`];
  });
}

/** Where in the client's answer an error belongs. */
interface ErrorTarget {
  /** Whom it concerns, and what is left of its path below them. */
  readonly owners: readonly Json[];
  readonly rest: ResponsePath;
  /** All that this fetch was made for; they are told when nobody else can be named. */
  readonly all: readonly Json[];
}

function report(run: PlanExecution, fetch: Fetch, error: SubgraphError, { owners, rest, all }: ErrorTarget): void {
  const isPlaced = error.path !== undefined && error.path.length > 0;
  const paths = isPlaced ? placesOf(run, fetch, owners).map(({ path }) => [...path, ...rest]) : [];
  const known = paths.length > 0 ? paths : affectedPaths(fetch, placesOf(run, fetch, all), run.shape);
  run.errors.push(...known.map((path) => subgraphError(fetch, error, path)));
}
