import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { PlanExecution } from './execute-plan.js';
import { flatKeysOf, mergeData, mergeFlat } from './merge-data.js';
import { getOwn, type Json, setOwn } from './own-properties.js';
import type { Owners } from './representations.js';
import { rewriteData } from './rewrite-data.js';

/**
 * What hangs below an entity becomes part of every owner by reference: the owners of one fetch stand at one path of the
 * plan, so all later fetches agree about them. Another fetch of the group gets a copy of its own.
 */
export function mergeEntity(run: PlanExecution, entity: Json, owners: readonly Owners[]): void {
  const flatKeys = flatKeysOf(entity);
  if (flatKeys === undefined) run.objects.forget();
  for (const [index, { fetch, objects, others }] of owners.entries()) {
    const copy = index === 0 || flatKeys !== undefined ? entity : structuredClone(entity);
    // Names of aliased fields depend on the type that an owner has.
    const needsRewriting = fetch.outputRewrites.length > 0;
    for (const object of run.objects.stillAt(objects, others)) {
      if (needsRewriting) mergeData(object, rewritten(run, fetch, structuredClone(copy), object), run.objects);
      else if (flatKeys !== undefined) mergeFlat(object, entity, flatKeys);
      else mergeData(object, copy, run.objects);
    }
  }
}

function rewritten(run: PlanExecution, fetch: Fetch, entity: Json, owner: Json): Json {
  if (!getOwn(entity, '__typename')) setOwn(entity, '__typename', getOwn(owner, '__typename'));
  rewriteData(run.schema, fetch.outputRewrites, entity);
  return entity;
}
