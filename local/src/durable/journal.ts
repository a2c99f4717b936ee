import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';

/** Lines of JSON in a file, each written whole: a process that is killed loses at most the line it had not begun. */
export class Journal<T> {
  readonly #file: string;
  #descriptor: number;

  constructor(file: string) {
    this.#file = file;
    this.#descriptor = openSync(file, 'a', 0o600);
  }

  /** Every complete line, oldest first. */
  read(): T[] {
    if (!existsSync(this.#file)) return [];
    // The last piece is empty, or a line that was cut off by a kill and so never answered for.
    const lines = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line));
  }

  /** Adds one line; it is in the operating system's hands when this returns. */
  append(entry: T): void {
    writeSync(this.#descriptor, `${JSON.stringify(entry)}\n`);
  }

  /** Replaces all lines. */
  rewrite(entries: readonly T[]): void {
    const draft = `${this.#file}.draft`;
    writeFileSync(draft, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 });
    renameSync(draft, this.#file);
    this.close();
    this.#descriptor = openSync(this.#file, 'a', 0o600);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
