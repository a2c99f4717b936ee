import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ProgramUsage } from './operation-usage.js';
import type { UsageSink } from './usage-recorder.js';

const lineSchema = z.object({
  name: z.string(),
  version: z.string(),
  seenAt: z.iso.datetime(),
  coordinates: z.record(z.string(), z.number().int().nonnegative()),
});

/** Usage as JSON lines, one a program; what is added is merged, so the file grows with the programs and the graph only. */
export class UsageFile implements UsageSink {
  /** One after another. */
  #last: Promise<void> = Promise.resolve();

  constructor(
    readonly file: string,
    readonly maxPrograms: number,
  ) {}

  /** Adds counts to the file, which is replaced as a whole; rejects when it cannot be read or written. */
  add(usage: readonly ProgramUsage[]): Promise<void> {
    const adding = this.#last.then(() => this.#add(usage));
    this.#last = adding.catch(() => {}); // told to whoever added
    return adding;
  }

  async #add(usage: readonly ProgramUsage[]): Promise<void> {
    if (usage.length === 0) return;
    const programs = new Map<string, ProgramUsage>();
    for (const one of [...(await this.#read()), ...usage]) {
      const key = `${one.name}\n${one.version}`;
      programs.set(key, merged(programs.get(key), one));
    }
    const kept = [...programs.values()]
      .sort((one, other) => other.seenAt.localeCompare(one.seenAt))
      .slice(0, this.maxPrograms);
    const unfinished = `${this.file}.${process.pid}.tmp`;
    await writeFile(unfinished, kept.map((one) => `${JSON.stringify(one)}\n`).join(''));
    await rename(unfinished, this.file);
  }

  async #read(): Promise<readonly ProgramUsage[]> {
    const text = await readFile(this.file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return '';
      throw cause;
    });
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => lineSchema.parse(JSON.parse(line)));
  }
}

function merged(known: ProgramUsage | undefined, added: ProgramUsage): ProgramUsage {
  if (known === undefined) return added;
  const coordinates = { ...known.coordinates };
  for (const [coordinate, count] of Object.entries(added.coordinates))
    coordinates[coordinate] = (coordinates[coordinate] ?? 0) + count;
  return { ...added, coordinates };
}
