/** Longer bodies are put together in memory of their own. */
const SCRATCH_BYTES = 1_048_576;

let scratch: Buffer | undefined;

/** The body of an answer, in the pieces in which it came. */
export class AnswerBody {
  readonly #pieces: Buffer[];

  constructor(...pieces: Buffer[]) {
    this.#pieces = pieces;
  }

  add(piece: Buffer): void {
    this.#pieces.push(piece);
  }

  get length(): number {
    return this.#pieces.reduce((sum, { length }) => sum + length, 0);
  }

  /** In one piece, for keeping. */
  get bytes(): Buffer {
    const [first, ...more] = this.#pieces;
    if (first !== undefined && more.length === 0) return first;
    const whole = Buffer.concat(this.#pieces);
    this.#pieces.splice(0, this.#pieces.length, whole);
    return whole;
  }

  /**
   * In one piece, for reading before anything else is read. Most bodies are read once and never kept: memory of their own
   * for each would make V8, which counts it, look for garbage in all generations several times a second.
   */
  borrow(): Buffer {
    const { length } = this;
    if (this.#pieces.length === 1 || length > SCRATCH_BYTES) return this.bytes;
    scratch ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES);
    let at = 0;
    for (const piece of this.#pieces) at += piece.copy(scratch, at);
    return scratch.subarray(0, length);
  }

  /** Whether it says these bytes. */
  equals(expected: Buffer): boolean {
    let at = 0;
    for (const piece of this.#pieces) {
      const end = at + piece.length;
      if (end > expected.length || expected.compare(piece, 0, piece.length, at, end) !== 0) return false;
      at = end;
    }
    return at === expected.length;
  }
}
