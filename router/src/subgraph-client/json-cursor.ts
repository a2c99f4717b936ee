import { isAscii } from 'node:buffer';

/** Bytes that begin, end or part values. */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const LOWER_F = 0x66;
export const LOWER_N = 0x6e;
export const LOWER_T = 0x74;

const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
const FIRST_NON_ASCII = 0x80;

/** Left to `JSON.parse`: malformed, or rare. */
export const UNUSUAL = Symbol('unusual');

/** A place in a text of JSON, and the values without parts that may begin there. They throw `UNUSUAL` where none does. */
export class JsonCursor {
  /** One character a byte, so that places in the text are places in the bytes. */
  readonly text: string;
  at = 0;
  /** No string of it needs more than being cut out. */
  readonly #isPlain: boolean;

  constructor(readonly bytes: Buffer) {
    this.text = bytes.toString('latin1');
    this.#isPlain = isAscii(bytes) && !this.text.includes('\\');
  }

  string(): string {
    const start = this.at + 1;
    if (!this.#isPlain) return this.#unusualString(start);
    const end = this.text.indexOf('"', start);
    if (this.text.charCodeAt(start - 1) !== QUOTE || end === -1) throw UNUSUAL;
    this.at = end + 1;
    return this.text.slice(start, end);
  }

  #unusualString(start: number): string {
    if (this.text.charCodeAt(start - 1) !== QUOTE) throw UNUSUAL;
    let isOneByte = true;
    for (let at = start; ; at++) {
      const code = this.text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return isOneByte ? this.text.slice(start, at) : this.bytes.toString('utf8', start, at);
      }
      // Also the end of the text, whose code is not a number.
      if (code === BACKSLASH) return this.#escaped(start);
      if (!(code >= 0x20)) throw UNUSUAL;
      if (code >= FIRST_NON_ASCII) isOneByte = false;
    }
  }

  #escaped(start: number): string {
    let end = start;
    for (; this.text.charCodeAt(end) !== QUOTE; end++) {
      if (this.text.charCodeAt(end) === BACKSLASH) end++;
      if (end >= this.text.length) throw UNUSUAL;
    }
    this.at = end + 1;
    return JSON.parse(this.bytes.toString('utf8', start - 1, end + 1)) as string; // a text in quotes
  }

  /** Whether these bytes stand here; quicker than comparing texts when there are few. */
  has(expected: Uint8Array): boolean {
    const { bytes, at } = this;
    for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return false;
    return true;
  }

  word<Value>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.at)) throw UNUSUAL;
    this.at += word.length;
    return value;
  }

  number(): number {
    const start = this.at;
    let code = this.text.charCodeAt(start);
    if (code !== MINUS && !(code >= ZERO && code <= NINE)) throw UNUSUAL;
    do code = this.text.charCodeAt(++this.at);
    while (code !== COMMA && code !== CLOSE_BRACE && code !== CLOSE_BRACKET && code > 0x20);
    return JSON.parse(this.text.slice(start, this.at)) as number; // begins as a number and is one token
  }
}
