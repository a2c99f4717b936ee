import type { GraphQLSchema } from 'graphql';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { ContextualArgument } from '../plan-compiler/contextual-arguments.js';
import { getOwn, isJson, type Json } from './own-properties.js';
import type { Others } from './places.js';
import { isOfType } from './runtime-type.js';

/** Values of a fetch's variables that its surroundings give, in JSON. */
export type ContextualValues = readonly (readonly [variable: string, json: string])[];

/** Objects that wait for a fetch under the same surroundings. */
export interface Surrounded {
  readonly values: ContextualValues;
  readonly objects: readonly Json[];
  readonly others: Others;
}

/** What a fetch has to wait for is grouped by what stands above; an object without one of the values is left out. */
export function surroundedBy(schema: GraphQLSchema, data: Json, fetch: Fetch): readonly Surrounded[] {
  const found = new Map<string, { values: ContextualValues; objects: Set<Json> }>();
  walk(data, fetch.path, [], (ancestors) => {
    const values = valuesOf(schema, fetch.contextual, ancestors);
    const object = ancestors.at(-1);
    if (values === undefined || object === undefined) return;
    const key = JSON.stringify(values);
    const known = found.get(key);
    if (known === undefined) found.set(key, { values, objects: new Set([object]) });
    else known.objects.add(object);
  });
  const all = [...found.values()];
  const valuesBy = new Map(
    all.flatMap(({ values, objects }) => [...objects].map((object) => [object, values] as const)),
  );
  return all.map(({ values, objects }) => {
    const others = { has: (object: Json) => (valuesBy.get(object) ?? values) !== values };
    return { values, objects: [...objects], others };
  });
}

/** Visits every way to the objects at a path, with the objects on it. */
function walk(
  value: unknown,
  [step, ...rest]: readonly string[],
  above: readonly Json[],
  visit: (ancestors: readonly Json[]) => void,
): void {
  if (step === '@') {
    if (Array.isArray(value)) for (const element of value) walk(element, rest, above, visit);
  } else if (isJson(value)) {
    const ancestors = [...above, value];
    if (step === undefined) visit(ancestors);
    else walk(getOwn(value, step), rest, ancestors, visit);
  }
}

function valuesOf(
  schema: GraphQLSchema,
  contextual: readonly ContextualArgument[],
  ancestors: readonly Json[],
): ContextualValues | undefined {
  const values = new Map<string, string>();
  for (const { variable, levels, path, isNullable } of contextual) {
    const value = valueAt(schema, ancestors.at(-1 - levels), path);
    if (value !== undefined && (value !== null || isNullable)) values.set(variable, JSON.stringify(value));
  }
  return contextual.every(({ variable }) => values.has(variable)) ? [...values] : undefined;
}

/** Undefined when it is not there, or belongs to another type. */
function valueAt(schema: GraphQLSchema, value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined || value === null || value === undefined) return value;
  if (!isJson(value)) return undefined;
  const condition = /^\.\.\. on (.+)$/.exec(step)?.[1];
  if (condition === undefined) return valueAt(schema, getOwn(value, step), rest);
  return isOfType(schema, value, condition, true) ? valueAt(schema, value, rest) : undefined;
}
