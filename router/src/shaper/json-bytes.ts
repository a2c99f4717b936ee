/** Texts stand one behind the other in blocks of this size; a longer one gets a block of its own. */
const BLOCK_BYTES = 524_288;
/** Longer texts are left to the system, which is quicker with many characters and slower with few. */
const SHORT = 128;
/** The bytes of longer texts are counted; of others room for the most is made. */
const LONG = 65_536;
/** Most bytes that one UTF-16 code unit becomes. */
const UTF8_BYTES = 3;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const LAST_ASCII = 0x7f;

/** An answer is longer than it may be. */
export class AnswerTooLarge extends Error {
  constructor(readonly maxBytes: number) {
    super(`The answer is longer than ${maxBytes} bytes.`);
  }
}

/**
 * Writes JSON as bytes, one value behind the other. What has been written can be written again by copying, which costs next
 * to nothing; and no text is allocated by itself: many share one block, which lives as long as any of them.
 */
export class JsonBytes {
  #block = Buffer.alloc(0);
  /** Where the text begins that is being written. */
  #start = 0;
  #at = 0;

  /** Longest text, in bytes; a longer one throws `AnswerTooLarge`. */
  limit = Number.POSITIVE_INFINITY;

  /** Bytes written so far. */
  get length(): number {
    return this.#at - this.#start;
  }

  /** The text that was written; the next one begins. */
  take(): Buffer {
    if (this.length > this.limit) throw new AnswerTooLarge(this.limit);
    const text = this.#block.subarray(this.#start, this.#at);
    this.#start = this.#at;
    return text;
  }

  /** Forgets what was written, and does not keep the room that it took. */
  drop(): void {
    this.#at = this.#start;
    if (this.#block.length <= BLOCK_BYTES) return;
    this.#block = Buffer.alloc(0);
    this.#at = 0;
    this.#start = 0;
  }

  /** One character that is ASCII, by its code. */
  byte(code: number): void {
    this.#reserve(1);
    this.#block[this.#at++] = code;
  }

  /** A few bytes, as they are. */
  bytes(bytes: Uint8Array): void {
    const { length } = bytes;
    this.#reserve(length);
    const block = this.#block;
    const at = this.#at;
    for (let index = 0; index < length; index++) block[at + index] = bytes[index] ?? 0;
    this.#at = at + length;
  }

  /** Many bytes, as they are. */
  copy(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#block.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** Characters that are ASCII, as they are. */
  ascii(text: string): void {
    const { length } = text;
    this.#reserve(length);
    const block = this.#block;
    let at = this.#at;
    for (let index = 0; index < length; index++) block[at++] = text.charCodeAt(index);
    this.#at = at;
  }

  /** Any value of JSON. */
  value(value: unknown): void {
    if (typeof value === 'string' && value.length < SHORT && this.#plain(value)) return;
    if (typeof value === 'boolean' || value === null || Number.isInteger(value)) this.ascii(String(value));
    else this.#utf8(JSON.stringify(value));
  }

  /** The bytes from one place of the text to another once more. */
  again(start: number, end: number): void {
    this.#reserve(end - start);
    this.#block.copyWithin(this.#at, this.#start + start, this.#start + end);
    this.#at += end - start;
  }

  /** A text in quotes, when none of its characters has to be written in another way; false when one has. */
  #plain(text: string): boolean {
    const { length } = text;
    this.#reserve(length + 2);
    const block = this.#block;
    let at = this.#at;
    block[at++] = QUOTE;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code < FIRST_PRINTABLE || code === QUOTE || code === BACKSLASH || code > LAST_ASCII) return false;
      block[at++] = code;
    }
    block[at++] = QUOTE;
    this.#at = at;
    return true;
  }

  #utf8(text: string): void {
    this.#reserve(text.length < LONG ? text.length * UTF8_BYTES : Buffer.byteLength(text));
    this.#at += this.#block.write(text, this.#at, 'utf8');
  }

  /** Moves what is written of a text that does not fit into another block. */
  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#block.length) return;
    const needed = this.length + bytes;
    if (needed > this.limit) throw new AnswerTooLarge(this.limit);
    const block = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, Math.min(2 * needed, this.limit)));
    this.#block.copy(block, 0, this.#start, this.#at);
    this.#block = block;
    this.#at -= this.#start;
    this.#start = 0;
  }
}
