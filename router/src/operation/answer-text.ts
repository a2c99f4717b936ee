/** An answer whose text is known: only data, nothing to tell beside it. Many may be given the same one. */
export class AnswerText {
  #bytes: Buffer | undefined;

  constructor(readonly text: string) {}

  /** The text in UTF-8. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.text);
    return this.#bytes;
  }
}
