import {
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { getOwn, isJson, type Json } from '../plan-executor/own-properties.js';
import { leafCheck } from './leaf-value.js';
import type { Shape, ShapeField } from './shape.js';

/**
 * Writes the text of an answer's data straight from merged data, for answers in which nothing is unusual: no field that
 * the caller may not see, no value that does not fit the schema, no null where none may be, no introspection. Undefined
 * for all others: `shapeAnswer` works out what to say then.
 *
 * An object that stands at several places of one selection is written once and its text copied.
 */
export function writeData(shape: Shape, root: GraphQLCompositeType, data: Json): string | undefined {
  try {
    return new DataWriter(shape.context.schema).object(shape, root, data);
  } catch (reason) {
    if (reason === UNUSUAL) return undefined;
    throw reason;
  }
}

const UNUSUAL = Symbol('unusual');

class DataWriter {
  readonly #texts = new Map<Shape, Map<Json, string>>();

  constructor(readonly schema: GraphQLSchema) {}

  object(shape: Shape, type: GraphQLCompositeType, source: Json): string {
    let texts = this.#texts.get(shape);
    if (texts === undefined) {
      texts = new Map();
      this.#texts.set(shape, texts);
    }
    const known = texts.get(source);
    if (known !== undefined) {
      known.charCodeAt(0); // what is used again is one piece from now on, not a tree of pieces that is walked each time
      return known;
    }
    let text = '';
    for (const field of writtenFields(shape, type)) text += field.key + this.#field(field, type, source);
    text = text === '' ? '{}' : `${text}}`;
    texts.set(source, text);
    return text;
  }

  #field({ field, write }: WrittenField, type: GraphQLCompositeType, source: Json): string {
    if (field.kind === 'typename') return this.#typename(field, type, source);
    if (write === undefined) throw UNUSUAL;
    return write(getOwn(source, field.dataName), this);
  }

  #typename({ dataName }: ShapeField, type: GraphQLCompositeType, source: Json): string {
    const given = getOwn(source, dataName) ?? getOwn(source, '__typename');
    const known = typeof given === 'string' ? (this.schema.getType(given) ?? type) : type;
    if (!isObjectType(known)) throw UNUSUAL;
    return `"${known.name}"`;
  }
}

type Write = (value: unknown, writer: DataWriter) => string;

interface WrittenField {
  readonly field: ShapeField;
  /** `{"name":` of the first, `,"name":` of the others. */
  readonly key: string;
  /** Undefined when this field makes every answer unusual. */
  readonly write: Write | undefined;
}

/** What never changes about the fields of a shape is worked out once. */
const compiled = new WeakMap<readonly ShapeField[], readonly WrittenField[]>();

function writtenFields(shape: Shape, type: GraphQLCompositeType): readonly WrittenField[] {
  const fields = shape.fieldsOf(type);
  let known = compiled.get(fields);
  if (known === undefined) {
    known = fields.map((field, index) => {
      const key = `${index === 0 ? '{' : ','}${JSON.stringify(field.responseName)}:`;
      return { field, key, write: writeOf(field) };
    });
    compiled.set(fields, known);
  }
  return known;
}

function writeOf(field: ShapeField): Write | undefined {
  if (field.kind !== 'value' || field.type === undefined || field.refusal !== undefined || field.isHollow)
    return undefined;
  return writeType(field.type, field.shape);
}

function writeType(type: GraphQLOutputType, shape: Shape | undefined): Write {
  if (isNonNullType(type)) {
    const inner = writeType(type.ofType, shape);
    return (value, writer) => {
      if (value === null || value === undefined) throw UNUSUAL;
      return inner(value, writer);
    };
  }
  const present = writePresent(type, shape);
  return (value, writer) => (value === null || value === undefined ? 'null' : present(value, writer));
}

function writePresent(type: GraphQLOutputType, shape: Shape | undefined): Write {
  if (isListType(type)) {
    const element = writeType(type.ofType, shape);
    return (value, writer) => {
      if (!Array.isArray(value)) throw UNUSUAL;
      let text = '';
      for (const one of value) text += (text === '' ? '[' : ',') + element(one, writer);
      return text === '' ? '[]' : `${text}]`;
    };
  }
  if (isLeafType(type)) {
    const fits = leafCheck(type);
    return (value) => {
      if (!fits(value)) throw UNUSUAL;
      return JSON.stringify(value);
    };
  }
  if (shape === undefined || !isCompositeType(type))
    return () => {
      throw UNUSUAL;
    };
  return (value, writer) => {
    if (!isJson(value)) throw UNUSUAL;
    const name = getOwn(value, '__typename');
    const runtimeType = typeof name === 'string' && name !== '' ? writer.schema.getType(name) : type;
    if (!isCompositeType(runtimeType)) throw UNUSUAL;
    return writer.object(shape, runtimeType, value);
  };
}
