import type { Fetch } from '../plan-compiler/compile-plan.js';
import { answerName, batchRequest, listName, partVariable } from '../plan-compiler/entity-batch.js';
import type { Call, FetchGroup } from '../plan-compiler/schedule.js';
import {
  type SubgraphAnswer,
  type SubgraphError,
  SubgraphFailure,
  type SubgraphRequest,
} from '../subgraph-client/subgraph-answer.js';
import { variablesOf } from './client-variables.js';
import type { ContextualValues } from './contextual-values.js';
import { ErrorPlaces } from './error-places.js';
import type { PlanExecution } from './execute-plan.js';
import { tellFailure } from './failed-fetches.js';
import { KnownEntities } from './known-entities.js';
import { mergeEntity } from './merge-entity.js';
import { getOwn, isJson, type Json } from './own-properties.js';
import { report } from './report-errors.js';
import { collectRepresentations, collectSurrounded, type Representation } from './representations.js';

/** How many surroundings of equal entities one document asks for. */
const MAX_SURROUNDINGS = 50;

/**
 * Asks a subgraph for the entities of some groups, in as few documents as it can, and merges what it answers. Undefined when
 * there was nothing to ask.
 */
export function fetchEntities(run: PlanExecution, groups: Call['groups']): Promise<void> | undefined {
  const all = groups.map((group, number) => askedOf(run, group, number)).filter((parts) => parts.length > 0);
  if (all.length === 0) return undefined;
  const together = all.filter((parts) => parts.length === 1).flat();
  const bySurroundings = all.filter((parts) => parts.length > 1).flatMap((parts) => chunks(parts, MAX_SURROUNDINGS));
  return each(run, [together, ...bySurroundings], askTogether);
}

function askTogether(run: PlanExecution, asked: readonly Asked[]): Promise<void> {
  const request = asked.length > 1 ? batchRequest(asked) : undefined;
  return request === undefined
    ? each(run, asked, askGroup)
    : askEntities(run, asked, { request, namesOf: namesInBatch });
}

/** Mostly it is one, whose promise will do. */
function each<Part>(
  run: PlanExecution,
  parts: readonly Part[],
  ask: (run: PlanExecution, part: Part) => Promise<void>,
): Promise<void> {
  const [first, ...more] = parts;
  if (first !== undefined && more.length === 0) return ask(run, first);
  return Promise.all(parts.map((part) => ask(run, part))).then(() => {});
}

/** What a group has to ask: once, or once under each of its surroundings. */
function askedOf(run: PlanExecution, group: FetchGroup, number: number): readonly Asked[] {
  const [fetch] = group.fetches;
  if (fetch.contextual.length === 0) {
    const entities = unknownEntities(run, group);
    return entities.length === 0 ? [] : [{ name: `${number}`, fetch, entities, values: [] }];
  }
  const surrounded = collectSurrounded(run, group.fetches).filter(({ entities }) => entities.length > 0);
  return surrounded.map(({ values, entities }, at) => {
    return { name: `${number}_${at % MAX_SURROUNDINGS}`, fetch, entities, values };
  });
}

const chunks = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

/** The entities that a group still has to ask for; what earlier answers brought is merged without asking. */
function unknownEntities(run: PlanExecution, { fetches, knownFrom }: FetchGroup): readonly Representation[] {
  const entities = collectRepresentations(run, fetches);
  if (knownFrom.length === 0 || entities.length === 0 || hasFailed(run, fetches[0].subgraph)) return entities;
  const known = new KnownEntities(run, fetches[0], knownFrom);
  return entities.filter((entity) => {
    const found = known.find(entity);
    if (found !== undefined) mergeEntity(run, found, entity.owners);
    return found === undefined;
  });
}

/** Then a null somewhere in what it has said may be an error, which is told at each place. */
const hasFailed = ({ errors }: PlanExecution, subgraph: string): boolean =>
  errors.some(({ extensions }) => extensions.subgraph === subgraph);

/** A group of fetches with the entities that it asks for. */
interface Asked {
  /** Its own in the document of several. */
  readonly name: string;
  readonly fetch: Fetch;
  readonly entities: readonly Representation[];
  /** Of arguments that the data gives. */
  readonly values: ContextualValues;
}

/** Asks for one group by its own document. */
const askGroup = (run: PlanExecution, one: Asked) =>
  askEntities(run, [one], { request: one.fetch, namesOf: namesAlone });

const ALONE = { list: 'representations', answer: '_entities', variable: (name: string) => name };
const namesAlone = () => ALONE;

const namesInBatch = (one: Asked) => ({
  list: listName(one),
  answer: answerName(one),
  variable: (name: string) => partVariable(name, one),
});

/** A request and what lists of representations and of entities, and variables of one of them are called in it. */
interface EntityRequest {
  readonly request: SubgraphRequest;
  namesOf(one: Asked): { readonly list: string; readonly answer: string; variable(name: string): string };
}

async function askEntities(
  run: PlanExecution,
  asked: readonly Asked[],
  { request, namesOf }: EntityRequest,
): Promise<void> {
  const given = variablesOf(
    run,
    asked.map((one) => one.fetch),
  );
  const own = asked.flatMap((one) => {
    const { list, variable } = namesOf(one);
    const values = one.values.map(([name, json]) => `"${variable(name)}":${json}`);
    return [...values, `"${list}":[${one.entities.map(({ text }) => text).join(',')}]`];
  });
  const variables = `{${[...given, ...own].join(',')}}`;
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
      takeEntities(run, answer, one, namesOf(one).answer);
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
  for (const { owners } of entities) {
    for (const { fetch, objects } of owners) {
      const known = byFetch.get(fetch) ?? [];
      for (const object of objects) known.push(object);
      byFetch.set(fetch, known);
    }
  }
  return byFetch;
}

/** Merges what a group was answered under a name, and tells what went wrong there. */
function takeEntities(run: PlanExecution, answer: SubgraphAnswer, { fetch, entities }: Asked, name: string): void {
  const errors = answer.errors.filter(({ path }) => !isOfAnother(name, path?.[0]));
  if (errors.length > 0) reportAll(run, errors, { entities, name });
  const found = answer.data === undefined ? null : (getOwn(answer.data, name) ?? null);
  if (found === null && errors.length > 0) return;
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

/** Whether a path begins with another group's list of entities. */
const isOfAnother = (name: string, field: string | number | undefined): boolean =>
  typeof field === 'string' && field !== name && field.startsWith(ALONE.answer);

/** Tells errors at the entities of a group, to each fetch that waits for them. */
function reportAll(
  run: PlanExecution,
  errors: readonly SubgraphError[],
  { entities, name }: { readonly entities: readonly Representation[]; readonly name: string },
): void {
  const waiting = [...objectsByFetch(entities)].map(([fetch, objects]) => new ErrorPlaces(run, fetch, objects));
  for (const error of errors) {
    const [field, index, ...rest] = error.path ?? [];
    const concerned = field === name && typeof index === 'number' ? (entities[index]?.owners ?? []) : [];
    for (const places of waiting) {
      const owners = concerned.find(({ fetch }) => fetch === places.fetch)?.objects ?? [];
      if (concerned.length === 0 || owners.length > 0) report(places, error, { owners, rest });
    }
  }
}
