import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CsvError, parse } from 'csv-parse/sync';

/** A line of a file, cut at its commas; null where OpenFlights writes \N or nothing. */
export interface Line {
  readonly line: number;
  readonly columns: readonly (string | null)[];
}

/** Reads an OpenFlights file line by line, so that a broken line costs no other. */
export async function* readLines(file: string, onFault: (line: number, message: string) => void): AsyncGenerator<Line> {
  let line = 0;
  for await (const text of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line += 1;
    if (text.trim() === '') continue;
    const columns = cut(text);
    if (columns === undefined) onFault(line, 'The line is not CSV.');
    else yield { line, columns };
  }
}

function cut(text: string): (string | null)[] | undefined {
  try {
    const [columns] = parse(text, { trim: true }) as string[][]; // without options that name columns, rows are lists
    return columns?.map((column) => (column === '\\N' || column === '' ? null : column));
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}
