/** An answer whose text is known: only data, nothing to tell beside it. Many may be given the same one. */
export class AnswerText {
  #bytes: Buffer | undefined;

  constructor(
    readonly text: string,
    /** True when all of it is known to be ASCII, which is quicker to encode. */
    readonly isAscii = false,
  ) {}

  /** The text in UTF-8. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.text, this.isAscii ? 'latin1' : 'utf8');
    return this.#bytes;
  }
}
