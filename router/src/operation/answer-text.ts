import { ownBytes } from '../own-bytes.js';

/** An answer in JSON. Many may be given the same one. */
export class AnswerText {
  #text: string | undefined;
  #bytes: Buffer | undefined;
  /** By what makes it. */
  #made: Map<unknown, unknown> | undefined;

  /** Takes a text, or its bytes in UTF-8. */
  constructor(content: string | Buffer) {
    if (typeof content === 'string') this.#text = content;
    else this.#bytes = content;
  }

  /** The same for keeping: with bytes of its own, not a part of what it was written into. */
  alone(): AnswerText {
    return new AnswerText(ownBytes(this.bytes));
  }

  get text(): string {
    this.#text ??= this.#bytes?.toString() ?? '';
    return this.#text;
  }

  /** The text in UTF-8. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.#text ?? '');
    return this.#bytes;
  }
  /** What is made of it once, for all who are given it. */
  made<Made>(make: (answer: AnswerText) => Made): Made {
    this.#made ??= new Map();
    if (!this.#made.has(make)) this.#made.set(make, make(this));
    return this.#made.get(make) as Made; // set by the same function
  }
}
