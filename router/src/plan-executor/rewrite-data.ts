import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';
import { isOfType } from './runtime-type.js';

/** How a step of a rewrite's path begins that goes on for some types only. */
export const ON_TYPE = '... on ';

/** Applies what the planner wants changed in a representation (type names) or in an answer (names of aliased fields). */
export function rewriteData(schema: GraphQLSchema, rewrites: readonly FetchDataRewrite[], value: unknown): void {
  for (const rewrite of rewrites) {
    const field = rewrite.path.at(-1);
    if (field === undefined) continue;
    forEachAt(schema, rewrite.path.slice(0, -1), value, (object) => apply(rewrite, field, object));
  }
}

function apply(rewrite: FetchDataRewrite, field: string, object: Json): void {
  if (rewrite.kind === 'ValueSetter') {
    setOwn(object, field, rewrite.setValueTo);
    return;
  }
  const value = getOwn(object, field);
  if (value === undefined) return;
  setOwn(object, rewrite.renameKeyTo, value);
  object[field] = undefined;
}

function forEachAt(
  schema: GraphQLSchema,
  [step, ...rest]: readonly string[],
  value: unknown,
  change: (object: Json) => void,
): void {
  if (Array.isArray(value)) {
    const path = step === undefined ? [] : [step, ...rest];
    for (const element of value) forEachAt(schema, path, element, change);
  } else if (isJson(value)) {
    if (step === undefined) change(value);
    else if (!step.startsWith(ON_TYPE)) forEachAt(schema, rest, getOwn(value, step), change);
    else if (isOfType(schema, value, step.slice(ON_TYPE.length), true)) forEachAt(schema, rest, value, change);
  }
}
