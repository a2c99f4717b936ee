import { type Json, setOwn } from '../plan-executor/own-properties.js';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  JsonCursor,
  LOWER_F,
  LOWER_N,
  LOWER_T,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  UNUSUAL,
} from './json-cursor.js';

/** Below this many bytes nothing is worth looking for. */
const MIN_BYTES = 2_048;
/** How much of an object's text tells which others it may be equal to. */
const BEGINNING = 40;
/** Objects that begin alike and are told apart by all of their text; more are not remembered. */
const MAX_ALIKE = 8;
/** Of the hash "FNV-1a". */
const HASH_BASIS = 0x811c9dc5;
const HASH_PRIME = 0x01000193;
/** Answers between two looks at whether repetitions are worth looking for. */
const TRIAL_INTERVAL = 64;
/** Share of the text that must be repetition, so that looking for it pays. */
const WORTHWHILE = 0.4;
/** More than a selection has: keys of a scalar's own objects, which may be others in each answer, are not learnt without end. */
const MAX_POSITIONS = 1_024;
/** Longer than a name is, in characters; what is learnt stays as long as the plan. */
const MAX_KEY = 256;

/**
 * Reads JSON in which much repeats, as in the answers of subgraphs, which have no other way to say "the same again": equal
 * text at equal positions becomes one object, and its text is compared instead of read. Nobody may change such an object
 * for one of its places only.
 *
 * One reader reads the answers to one request again and again, and learns whether it pays to look.
 */
export class JsonReader {
  readonly #positions: Position[] = [new Position(0)];
  /** Share of repetition in the last text that was looked at. */
  #repeated = 1;
  #sinceTrial = 0;

  /** Throws for malformed text, as `JSON.parse` does; only a control character within a string may pass. */
  read(bytes: Buffer): unknown {
    if (bytes.length < MIN_BYTES || !this.#isWorthLooking()) return parseAll(bytes);
    const scan = new Scan(bytes, this.#positions);
    try {
      const value = scan.whole();
      this.#repeated = scan.repeated / bytes.length;
      return value;
    } catch {
      this.#repeated = 0; // the next one will hardly be better
      return parseAll(bytes); // which tells what is wrong, if anything is
    }
  }

  #isWorthLooking(): boolean {
    if (this.#repeated >= WORTHWHILE) return true;
    this.#sinceTrial = (this.#sinceTrial + 1) % TRIAL_INTERVAL;
    return this.#sinceTrial === 0;
  }
}

const BYTE_ORDER_MARK = '\uFEFF';

function parseAll(bytes: Buffer): unknown {
  const text = bytes.toString();
  return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
}

/** What is known about one position of an answer; all elements of a list have the same. */
class Position {
  /** Keys in the order in which they are expected, each as it is written: `"key":`. */
  readonly expected: { readonly key: string; readonly written: Uint8Array; readonly below: Position }[] = [];

  constructor(
    /** Counts from 0 within one answer. */
    readonly number: number,
  ) {}
}

/** Objects that were read at one position, by the hash of how their text begins. */
type Known = Map<number, Seen[]>;

interface Seen {
  readonly start: number;
  readonly end: number;
  readonly value: Json;
}

/** The string that V8 has for a property's name: another one of equal text is looked up at each use, and keeps its text alive. */
const internalized = (key: string): string => Object.keys({ [key]: undefined })[0] ?? key;

/** Reads one text from its beginning to its end. */
class Scan extends JsonCursor {
  /** Bytes that were compared instead of read. */
  repeated = 0;
  /** By position; they live no longer than this text. */
  readonly #known: (Known | undefined)[] = [];

  constructor(
    bytes: Buffer,
    readonly positions: Position[],
  ) {
    super(bytes);
  }

  whole(): unknown {
    const [top] = this.positions;
    const value = top && this.#value(top);
    if (this.at !== this.text.length) throw UNUSUAL;
    return value;
  }

  #value(position: Position): unknown {
    switch (this.text.charCodeAt(this.at)) {
      case OPEN_BRACE:
        return this.#object(position);
      case OPEN_BRACKET:
        return this.#list(position);
      case QUOTE:
        return this.string();
      case LOWER_T:
        return this.word('true', true);
      case LOWER_F:
        return this.word('false', false);
      case LOWER_N:
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  #object(position: Position): Json {
    const start = this.at;
    const beginning = this.#hashOfBeginning();
    let known = this.#known[position.number];
    if (known === undefined) {
      known = new Map();
      this.#known[position.number] = known;
    }
    const alike = known.get(beginning);
    const same = alike && this.#sameTextAs(alike);
    if (same !== undefined) return same;
    const value = this.#members(position);
    const seen = { start, end: this.at, value };
    if (alike === undefined) known.set(beginning, [seen]);
    else if (alike.length < MAX_ALIKE) alike.push(seen);
    return value;
  }

  /** Of some bytes from here, at most to the end of the first object that ends. */
  #hashOfBeginning(): number {
    const { bytes, at } = this;
    const end = Math.min(at + BEGINNING, bytes.length);
    let hash = HASH_BASIS;
    for (let index = at; index < end; index++) {
      const byte = bytes[index] ?? 0;
      hash = Math.imul(hash ^ byte, HASH_PRIME);
      if (byte === CLOSE_BRACE) break;
    }
    return hash;
  }

  #sameTextAs(alike: readonly Seen[]): Json | undefined {
    for (const { start, end, value } of alike) {
      const length = end - start;
      const last = this.at + length;
      if (last > this.bytes.length || this.bytes.compare(this.bytes, start, end, this.at, last) !== 0) continue;
      this.at = last;
      this.repeated += length;
      return value;
    }
    return undefined;
  }

  #members(position: Position): Json {
    const object: Json = {};
    this.at++;
    if (this.text.charCodeAt(this.at) === CLOSE_BRACE) {
      this.at++;
      return object;
    }
    for (let index = 0; ; index++) {
      const { key, below } = this.#key(position, index);
      setOwn(object, key, this.#value(below));
      const next = this.text.charCodeAt(this.at++);
      if (next === CLOSE_BRACE) return object;
      if (next !== COMMA) throw UNUSUAL;
    }
  }

  /** Keys come in the order of the selection, so mostly the expected one is there. */
  #key(position: Position, index: number) {
    const expected = position.expected[index];
    if (expected !== undefined && this.has(expected.written)) {
      this.at += expected.written.length;
      return expected;
    }
    const start = this.at;
    const key = this.string();
    if (!this.text.startsWith(':', this.at++)) throw UNUSUAL;
    const known = position.expected.find((other) => other.key === key);
    if (known !== undefined) return known;
    if (this.positions.length >= MAX_POSITIONS || key.length > MAX_KEY) throw UNUSUAL;
    const learned = {
      key: internalized(key),
      written: Uint8Array.from(this.bytes.subarray(start, this.at)),
      below: new Position(this.positions.length),
    };
    this.positions.push(learned.below);
    position.expected.push(learned);
    return learned;
  }

  #list(position: Position): unknown[] {
    const list: unknown[] = [];
    this.at++;
    if (this.text.charCodeAt(this.at) === CLOSE_BRACKET) {
      this.at++;
      return list;
    }
    for (;;) {
      list.push(this.#value(position));
      const next = this.text.charCodeAt(this.at++);
      if (next === CLOSE_BRACKET) return list;
      if (next !== COMMA) throw UNUSUAL;
    }
  }
}
