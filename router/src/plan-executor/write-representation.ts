import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import { getOwn, isJson, type Json } from './own-properties.js';
import { ON_TYPE } from './rewrite-data.js';
import { isOfType } from './runtime-type.js';

/** How the representations of one type are told apart and written. */
export interface RepresentationWriter {
  /** A value that is different for most entities. */
  keyOf(source: Json): unknown;
  /** Whether two objects with one key have the same representation; false when it takes their texts to say. */
  isSame(one: Json, other: Json): boolean;
  /** The text; undefined when a part of it is not there. */
  write(source: Json): string | undefined;
}

const writers = new WeakMap<Fetch, Map<string, RepresentationWriter | undefined>>();

/**
 * How a fetch writes the representations of a type, worked out at first sight. Undefined for the few that need more than
 * reading: names that the planner rewrites, or parts that depend on the type of something below. Types that only a subgraph
 * knows are not remembered: it may name others each time.
 */
export function representationWriter(
  schema: GraphQLSchema,
  fetch: Fetch,
  typeName: string,
): RepresentationWriter | undefined {
  if (schema.getType(typeName) === undefined) return undefined;
  let byType = writers.get(fetch);
  if (byType === undefined) {
    byType = new Map();
    writers.set(fetch, byType);
  }
  if (!byType.has(typeName)) byType.set(typeName, compile(schema, fetch, typeName));
  return byType.get(typeName);
}

/** A field of a representation. */
interface Part {
  readonly name: string;
  /** What is read of the objects in it; undefined for scalars. */
  readonly below: readonly Part[] | undefined;
  /** What is sent, whatever is read; in JSON. */
  readonly text?: string;
}

function compile(schema: GraphQLSchema, fetch: Fetch, typeName: string): RepresentationWriter | undefined {
  const sentName = typeNameAfter(schema, fetch.inputRewrites, typeName);
  if (sentName === undefined) return undefined;
  const isOf = (condition: string) => isOfType(schema, { __typename: typeName }, condition, false);
  const read = partsOf(fetch.requires ?? [], isOf);
  if (!read?.some(({ name }) => name === '__typename')) return undefined;
  const text = JSON.stringify(sentName);
  const parts = read.map((part) => (part.name === '__typename' ? { ...part, text } : part));
  const [key = '__typename', ...others] = parts.map(({ name }) => name).filter((name) => name !== '__typename');
  return {
    keyOf: (source) => getOwn(source, key),
    // Of objects and lists only the same one is known to be equal.
    isSame: (one, other) => others.every((name) => getOwn(one, name) === getOwn(other, name)),
    write: (source) => writeObject(source, parts),
  };
}

/** The type as which entities of a type are asked for, of an interface object by its name; undefined when more is rewritten. */
function typeNameAfter(
  schema: GraphQLSchema,
  rewrites: readonly FetchDataRewrite[],
  typeName: string,
): string | undefined {
  let name = typeName;
  for (const rewrite of rewrites) {
    const [condition, field, ...below] = rewrite.path;
    if (rewrite.kind !== 'ValueSetter' || !condition?.startsWith(ON_TYPE) || field !== '__typename' || below.length > 0)
      return undefined;
    if (isOfType(schema, { __typename: name }, condition.slice(ON_TYPE.length), true))
      name = String(rewrite.setValueTo);
  }
  return name;
}

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
  for (const { name, below, text: fixed } of parts) {
    const value = getOwn(source, name);
    if (value === undefined) return undefined;
    const written = fixed ?? (below === undefined ? JSON.stringify(value) : writeBelow(value, below));
    text += `${text === '' ? '{' : ','}"${name}":${written}`;
  }
  return `${text}}`;
}

function writeBelow(value: unknown, parts: readonly Part[]): string {
  if (Array.isArray(value)) return `[${value.map((element) => writeBelow(element, parts)).join(',')}]`;
  return (isJson(value) && writeObject(value, parts)) || 'null';
}
