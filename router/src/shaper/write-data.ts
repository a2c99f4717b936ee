import {
  doTypesOverlap,
  type GraphQLCompositeType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { ownBytes } from '../own-bytes.js';
import { DistinctObjects } from '../plan-executor/distinct-objects.js';
import { getOwn, isJson, type Json } from '../plan-executor/own-properties.js';
import { JsonBytes } from './json-bytes.js';
import { leafCheck } from './leaf-value.js';
import type { Shape, ShapeField } from './shape.js';

/**
 * Writes an answer that has only data, straight from merged data, when nothing is unusual: no field that the caller may not
 * see, no value that does not fit the schema, no null where none may be. Undefined for all others:
 * `shapeAnswer` works out what to say then.
 *
 * An object that stands at several places of one selection is written once and its bytes copied. Throws `AnswerTooLarge`.
 */
export function writeData(
  shape: Shape,
  root: GraphQLCompositeType,
  {
    data,
    introspect,
    maxBytes,
  }: { readonly data: Json; readonly introspect: Introspect | undefined; readonly maxBytes: number },
): Buffer | undefined {
  try {
    out.limit = maxBytes;
    introspected = introspect;
    out.bytes(BEGIN);
    rootWriter(shape, root).write(data, []);
    out.byte(CLOSE_BRACE);
    return out.take();
  } catch (reason) {
    out.drop();
    // A scalar may have a value that lies too deep for `JSON.stringify`.
    if (reason === UNUSUAL || reason instanceof RangeError) return undefined;
    throw reason;
  }
}

const BEGIN = Buffer.from('{"data":');
const NULL = Buffer.from('null');
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const UNUSUAL = Symbol('unusual');

/** Tells in JSON what a field of `__schema` or `__type` says. */
type Introspect = (field: ShapeField) => Uint8Array;

/** One answer is written at a time. */
const out = new JsonBytes();
/** Of the answer that is written. */
let introspected: Introspect | undefined;

/** What never changes about the answers of an operation is worked out once. */
const writers = new WeakMap<Shape, ObjectWriter>();

function rootWriter(shape: Shape, type: GraphQLCompositeType): ObjectWriter {
  let writer = writers.get(shape);
  if (writer === undefined) {
    writer = new ObjectWriter(shape, type, { writers: 0 });
    writers.set(shape, writer);
  }
  return writer;
}

/** Objects that stand in an answer already. */
class WrittenObjects extends DistinctObjects {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
}

/** Those of one answer, by the number of their writer. */
type Run = (WrittenObjects | undefined)[];

type Write = (value: unknown, run: Run) => void;

interface FieldWriter {
  /** `{"name":` of the first, `,"name":` of the others. */
  readonly key: Uint8Array;
  readonly write: (source: Json, run: Run) => void;
}

/** Writes the objects of one shape. */
class ObjectWriter {
  readonly #number: number;
  readonly #byType = new Map<string, readonly FieldWriter[]>();

  constructor(
    readonly shape: Shape,
    /** Of those that do not say their own. */
    readonly type: GraphQLCompositeType,
    readonly operation: { writers: number },
  ) {
    this.#number = operation.writers++;
  }

  write(source: Json, run: Run): void {
    let written = run[this.#number];
    if (written === undefined) {
      written = new WrittenObjects();
      run[this.#number] = written;
    }
    const place = written.placeOf(source);
    if (place !== -1) {
      out.again(written.starts[place] ?? 0, written.ends[place] ?? 0);
      return;
    }
    const start = out.length;
    const fields = this.#fieldsOf(source);
    for (const { key, write } of fields) {
      out.bytes(key);
      write(source, run);
    }
    if (fields.length === 0) out.byte(OPEN_BRACE);
    out.byte(CLOSE_BRACE);
    written.push(source);
    written.starts.push(start);
    written.ends.push(out.length);
  }

  #fieldsOf(source: Json): readonly FieldWriter[] {
    const given = getOwn(source, '__typename');
    const typeName = typeof given === 'string' ? given : '';
    let fields = this.#byType.get(typeName);
    if (fields === undefined) {
      fields = this.#compile(typeName);
      this.#byType.set(typeName, fields);
    }
    return fields;
  }

  #compile(typeName: string): readonly FieldWriter[] {
    const { schema } = this.shape.context;
    const type = typeName === '' ? this.type : schema.getType(typeName);
    if (!isCompositeType(type) || !doTypesOverlap(schema, this.type, type)) throw UNUSUAL;
    return this.shape.fieldsOf(type).map((field, index) => ({
      key: ownBytes(`${index === 0 ? '{' : ','}${JSON.stringify(field.responseName)}:`),
      write: this.#fieldWriter(field, type),
    }));
  }

  #fieldWriter(field: ShapeField, parent: GraphQLCompositeType): FieldWriter['write'] {
    const { kind, dataName, type, refusal, isHollow } = field;
    if (kind === 'typename') return typenameWriter(field, parent, this.shape.context.schema);
    if (kind === 'introspection') return () => out.copy(introspected?.(field) ?? refuse());
    if (kind !== 'value' || type === undefined || refusal !== undefined || isHollow) return refuse;
    const write = this.#typeWriter(type, field.shape);
    return (source, run) => write(getOwn(source, dataName), run);
  }

  #typeWriter(type: GraphQLOutputType, shape: Shape | undefined): Write {
    if (isNonNullType(type)) {
      const inner = this.#typeWriter(type.ofType, shape);
      return (value, run) => {
        if (value === null || value === undefined) throw UNUSUAL;
        inner(value, run);
      };
    }
    const present = this.#presentWriter(type, shape);
    return (value, run) => {
      if (value === null || value === undefined) out.bytes(NULL);
      else present(value, run);
    };
  }

  #presentWriter(type: GraphQLOutputType, shape: Shape | undefined): Write {
    if (isListType(type)) return listWriter(this.#typeWriter(type.ofType, shape));
    if (isLeafType(type)) return leafWriter(type);
    if (shape === undefined || !isCompositeType(type)) return refuse;
    const writer = new ObjectWriter(shape, type, this.operation);
    return (value, run) => {
      if (!isJson(value)) throw UNUSUAL;
      writer.write(value, run);
    };
  }
}

const refuse = (): never => {
  throw UNUSUAL;
};

function listWriter(element: Write): Write {
  return (value, run) => {
    if (!Array.isArray(value)) throw UNUSUAL;
    out.byte(OPEN_BRACKET);
    for (let index = 0; index < value.length; index++) {
      if (index > 0) out.byte(COMMA);
      element(value[index], run);
    }
    out.byte(CLOSE_BRACKET);
  };
}

function leafWriter(type: GraphQLLeafType): Write {
  const fits = leafCheck(type);
  return (value) => {
    if (!fits(value)) throw UNUSUAL;
    out.value(value);
  };
}

function typenameWriter(
  { dataName }: ShapeField,
  parent: GraphQLCompositeType,
  schema: GraphQLSchema,
): FieldWriter['write'] {
  return (source) => {
    const given = getOwn(source, dataName) ?? getOwn(source, '__typename');
    const known = typeof given === 'string' ? (schema.getType(given) ?? parent) : parent;
    if (!isObjectType(known)) throw UNUSUAL;
    out.value(known.name);
  };
}
