import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import { getOwn, isJson, type Json } from './own-properties.js';
import { isOfType } from './runtime-type.js';

/** How the representations of one type are told apart and written. */
export interface RepresentationWriter {
  /** A value that is different for most entities. */
  keyOf(source: Json): unknown;
  /** True when both have the same representation; false when it takes their texts to say. */
  isSame(one: Json, other: Json): boolean;
  /** The text; undefined when a part of it is not there. */
  write(source: Json): string | undefined;
}

const writers = new WeakMap<Fetch, Map<string, RepresentationWriter | undefined>>();

/**
 * How a fetch writes the representations of a type, worked out at first sight. Undefined for the few that need more than
 * reading: names that the planner rewrites, or parts that depend on the type of something below.
 */
export function representationWriter(
  schema: GraphQLSchema,
  fetch: Fetch,
  typeName: string,
): RepresentationWriter | undefined {
  let byType = writers.get(fetch);
  if (byType === undefined) {
    byType = new Map();
    writers.set(fetch, byType);
  }
  if (!byType.has(typeName)) byType.set(typeName, compile(schema, fetch, typeName));
  return byType.get(typeName);
}

/** A field with what is read of the objects in it; undefined for scalars. */
interface Part {
  readonly name: string;
  readonly below: readonly Part[] | undefined;
}

function compile(schema: GraphQLSchema, fetch: Fetch, typeName: string): RepresentationWriter | undefined {
  if (fetch.inputRewrites.length > 0) return undefined;
  const isOf = (condition: string) => isOfType(schema, { __typename: typeName }, condition, false);
  const parts = partsOf(fetch.requires ?? [], isOf);
  if (!parts?.some(({ name }) => name === '__typename')) return undefined;
  const key = parts.find(({ name }) => name !== '__typename')?.name ?? '__typename';
  return {
    keyOf: (source) => getOwn(source, key),
    isSame: (one, other) => parts.every((part) => isSamePart(part, one, other)),
    write: (source) => writeObject(source, parts),
  };
}

/** Of objects and lists only the same one is known to be equal. */
const isSamePart = ({ name }: Part, one: Json, other: Json): boolean => getOwn(one, name) === getOwn(other, name);

/** The fields of selections on a type, each once; undefined when they cannot be read straight away. */
function partsOf(
  selections: readonly QueryPlanSelectionNode[],
  isOf: ((condition: string) => boolean) | undefined,
): readonly Part[] | undefined {
  const parts = new Map<string, Part>();
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (isOf === undefined || selection.typeCondition === undefined) return undefined;
      const inner = isOf(selection.typeCondition) ? partsOf(selection.selections, isOf) : [];
      if (inner === undefined || inner.some(({ name, below }) => below && parts.has(name))) return undefined;
      for (const part of inner) parts.set(part.name, part);
    } else {
      const name = selection.alias ?? selection.name;
      const below = selection.selections && partsOf(selection.selections, undefined);
      if (selection.selections && (below === undefined || parts.has(name))) return undefined;
      parts.set(name, { name, below });
    }
  }
  return [...parts.values()];
}

function writeObject(source: Json, parts: readonly Part[]): string | undefined {
  let text = '';
  for (const { name, below } of parts) {
    const value = getOwn(source, name);
    if (value === undefined) return undefined;
    text += `${text === '' ? '{' : ','}"${name}":${below === undefined ? JSON.stringify(value) : writeBelow(value, below)}`;
  }
  return `${text}}`;
}

function writeBelow(value: unknown, parts: readonly Part[]): string {
  if (Array.isArray(value)) return `[${value.map((element) => writeBelow(element, parts)).join(',')}]`;
  return (isJson(value) && writeObject(value, parts)) || 'null';
}
