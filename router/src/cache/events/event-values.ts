import { isJson, type Json } from '../../plan-executor/own-properties.js';
import type { BusEvent } from './event-source.js';

/** A larger one is not read, in bytes. */
const MAX_VALUE = 1_048_576;

/** What a field of a key may be. */
type KeyValue = string | number | boolean;

/** What rules look at in one event; its value is read when the first rule wants it. */
export class EventValues {
  #body: Json | undefined;

  constructor(readonly event: BusEvent) {}

  /** CloudEvents' type, in binary or structured mode; undefined for other events. */
  get type(): string | undefined {
    const type = this.event.headers.ce_type ?? (this.#isStructured ? this.#json.type : undefined);
    return typeof type === 'string' ? type : undefined;
  }

  /** Whether it should say of which type it is, and does not. */
  get isBroken(): boolean {
    return this.#isStructured && this.type === undefined;
  }

  /** What stands at `key`, `header.NAME` or `data.FIELD.FIELD`: one value, each of a list, or nothing where one is no key. */
  at(place: string): readonly KeyValue[] {
    if (place === 'key') return this.event.key === '' ? [] : [this.event.key];
    const [kind, ...path] = place.split('.');
    if (kind === 'header') {
      const value = this.event.headers[path.join('.').toLowerCase()];
      return value === undefined ? [] : [value];
    }
    const data = this.#isStructured ? this.#json.data : this.#json;
    const found = path.reduce((values, field) => values.flatMap((value) => fieldOf(value, field)), [data]);
    const values = found.flat();
    return values.every(isKeyValue) ? values : [];
  }

  get #isStructured(): boolean {
    return this.event.headers['content-type']?.startsWith('application/cloudevents') ?? false;
  }

  /** Empty when the value is no JSON object. */
  get #json(): Json {
    this.#body ??= readJson(this.event.value);
    return this.#body;
  }
}

const isKeyValue = (value: unknown): value is KeyValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const fieldOf = (value: unknown, field: string): unknown[] =>
  (Array.isArray(value) ? value : [value]).map((one) =>
    isJson(one) && Object.hasOwn(one, field) ? one[field] : undefined,
  );

function readJson(value: Uint8Array): Json {
  if (value.byteLength > MAX_VALUE) return {};
  try {
    const body: unknown = JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString());
    return isJson(body) ? body : {};
  } catch {
    return {};
  }
}
