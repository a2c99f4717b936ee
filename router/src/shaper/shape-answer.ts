import {
  doTypesOverlap,
  type GraphQLCompositeType,
  GraphQLError,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { refusalError } from '../authorization/access.js';
import { getOwn, isJson, type Json, setOwn } from '../plan-executor/own-properties.js';
import { AnswerTooLarge } from './json-bytes.js';
import { isLeafValue } from './leaf-value.js';
import type { Shape, ShapeField } from './shape.js';

/** A finished answer. */
export interface ShapedAnswer {
  readonly data: Json | null;
  /** One for each place where the caller may not see what was asked. */
  readonly refusals: readonly GraphQLError[];
  /** Values that do not fit the schema: a null where none may be, an unknown enum value. */
  readonly invalid: readonly GraphQLError[];
  /** What the data take in JSON, at least. */
  readonly bytes: number;
}

/** Answers the fields of `__schema` and `__type`. */
export type Introspect = (field: ShapeField) => unknown;

/**
 * Turns merged data into what the client asked for: names, order, types, nulls; whatever else was fetched stays inside.
 * Throws `AnswerTooLarge`.
 */
export function shapeAnswer(
  shape: Shape,
  root: GraphQLCompositeType,
  { data, introspect, maxBytes }: { readonly data: Json; readonly introspect: Introspect; readonly maxBytes: number },
): ShapedAnswer {
  const shaper = new Shaper(shape.context.schema, introspect, maxBytes);
  const answer = shaper.object(shape, root, data, []);
  const { refusals, invalid, bytes } = shaper;
  return { data: answer === BUBBLE ? null : answer, refusals, invalid, bytes };
}

/** Null where none may be: the parent becomes null. */
const BUBBLE = Symbol('bubble');
/** Null whose reason has been told already. */
const REPORTED = Symbol('reported');

/** What a field takes in JSON besides its name and a text, at least: `"":1,`. */
const FIELD_BYTES = 5;

type Path = (string | number)[];

class Shaper {
  readonly refusals: GraphQLError[] = [];
  readonly invalid: GraphQLError[] = [];
  /** What the names and texts take that have been answered. */
  bytes = 0;

  constructor(
    readonly schema: Shape['context']['schema'],
    readonly introspect: Introspect,
    readonly maxBytes: number,
  ) {}

  object(shape: Shape, type: GraphQLCompositeType, source: Json, path: Path): Json | typeof BUBBLE {
    const result: Json = {};
    for (const field of shape.fieldsOf(type)) {
      this.#count(field.responseName.length + FIELD_BYTES);
      path.push(field.responseName);
      const value = this.#field(field, type, source, path);
      path.pop();
      if (value === BUBBLE) return BUBBLE;
      setOwn(result, field.responseName, value === REPORTED ? null : value);
    }
    return result;
  }

  #count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.maxBytes) throw new AnswerTooLarge(this.maxBytes);
  }

  #field(field: ShapeField, type: GraphQLCompositeType, source: Json, path: Path): unknown {
    if (field.kind === 'introspection') return this.introspect(field);
    if (field.kind === 'typename') return this.#typename(field, type, source);
    if (field.type === undefined) return null;
    const value = getOwn(source, field.dataName) ?? null;
    if (field.refusal !== undefined) this.refusals.push(refusalError(field.refusal, [...path]));
    else if (value === null && field.isHollow) this.#refuseBelow(field, path);
    else return this.#value(field, field.type, value, path);
    return isNonNullType(field.type) ? BUBBLE : REPORTED;
  }

  #typename({ dataName }: ShapeField, type: GraphQLCompositeType, source: Json): unknown {
    const given = getOwn(source, dataName) ?? getOwn(source, '__typename');
    const known = typeof given === 'string' ? (this.schema.getType(given) ?? type) : type;
    return isObjectType(known) ? known.name : BUBBLE;
  }

  /** Nothing was fetched here, because each field below is refused. */
  #refuseBelow(field: ShapeField, path: Path): void {
    const type = field.type && getNamedType(field.type);
    if (!isCompositeType(type)) return;
    for (const below of field.shape?.fieldsOf(type) ?? []) {
      path.push(below.responseName);
      if (below.refusal !== undefined) this.refusals.push(refusalError(below.refusal, [...path]));
      else if (below.isHollow) this.#refuseBelow(below, path);
      path.pop();
    }
  }

  #value(field: ShapeField, type: GraphQLOutputType, value: unknown, path: Path): unknown {
    if (isNonNullType(type)) {
      const inner = this.#value(field, type.ofType, value, path);
      if (inner === null)
        this.#report(`Cannot return null for non-nullable ${describe(field, type.ofType, path)}.`, path);
      return inner === null || inner === REPORTED ? BUBBLE : inner;
    }
    if (value === null || value === undefined) return null;
    if (isListType(type)) return this.#list(field, type.ofType, value, path);
    if (isLeafType(type)) return isLeafValue(type, value) ? this.#leaf(value) : this.#invalidValue(field, type, path);
    return this.#composite(field, type, value, path);
  }

  #leaf(value: unknown): unknown {
    if (typeof value === 'string') this.#count(value.length);
    else if (typeof value === 'object') this.#count(JSON.stringify(value).length);
    return value;
  }

  #list(field: ShapeField, elementType: GraphQLOutputType, value: unknown, path: Path): unknown {
    if (!Array.isArray(value)) return this.#invalidValue(field, elementType, path);
    let hasBubble = false;
    const elements = value.map((element, index) => {
      path.push(index);
      const shaped = this.#value(field, elementType, element, path);
      path.pop();
      hasBubble ||= shaped === BUBBLE;
      return shaped === REPORTED ? null : shaped;
    });
    return hasBubble ? REPORTED : elements;
  }

  #composite(field: ShapeField, type: GraphQLCompositeType, value: unknown, path: Path): unknown {
    if (!isJson(value) || field.shape === undefined) return this.#invalidValue(field, type, path);
    const name = getOwn(value, '__typename');
    const runtimeType = typeof name === 'string' && name !== '' ? this.schema.getType(name) : type;
    if (!isCompositeType(runtimeType) || !doTypesOverlap(this.schema, type, runtimeType)) {
      this.#report(`Invalid __typename found for object at ${describe(field, type, path)}.`, path);
      return REPORTED;
    }
    const shaped = this.object(field.shape, runtimeType, value, path);
    return shaped === BUBBLE ? REPORTED : shaped;
  }

  #invalidValue(field: ShapeField, type: GraphQLOutputType, path: Path): typeof REPORTED {
    this.#report(`Invalid value found for ${describe(field, type, path)}.`, path);
    return REPORTED;
  }

  #report(message: string, path: Path): void {
    this.invalid.push(new GraphQLError(message, { path: [...path], extensions: { code: 'INVALID_GRAPHQL' } }));
  }
}

function describe({ parentName }: ShapeField, type: GraphQLOutputType, path: Path): string {
  const last = path.at(-1);
  return typeof last === 'string' ? `field ${parentName}.${last}` : `array element of type ${type} at index ${last}`;
}
