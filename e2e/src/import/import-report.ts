/** A row that was not imported, or only with a guess. */
export interface Remark {
  readonly line: number;
  readonly message: string;
}

/** What became of the rows of one file. */
export class ImportReport {
  read = 0;
  added = 0;
  changed = 0;
  unchanged = 0;
  /** Rows that were left out, with the reason. */
  readonly faults: Remark[] = [];
  /** Rows that are in, although something about them had to be found out otherwise. */
  readonly mended: Remark[] = [];

  constructor(readonly name: string) {}

  /** The report in words, the remarks in the order of their lines. */
  print(): string {
    const { name, read, added, changed, unchanged, faults, mended } = this;
    const say = (word: string) => (remark: Remark) => `  ${name}, line ${remark.line}: ${word}${remark.message}`;
    return [
      ...mended.toSorted(byLine).map(say('mended: ')),
      ...faults.toSorted(byLine).map(say('left out: ')),
      `${name}: ${read} read, ${added} added, ${changed} changed, ${unchanged} unchanged, ${mended.length} mended, ${faults.length} left out`,
    ].join('\n');
  }
}

const byLine = (a: Remark, b: Remark): number => a.line - b.line;
