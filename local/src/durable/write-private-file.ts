import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { z } from 'zod';

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivateFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}

/** Reads a private JSON file, or makes and keeps its content on the first start. */
export function readOrCreatePrivateJson<T>(file: string, shape: z.ZodType<T>, create: () => T): T {
  if (existsSync(file)) return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  const content = create();
  writePrivateFile(file, `${JSON.stringify(content, null, 2)}\n`);
  return content;
}
