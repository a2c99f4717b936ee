import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writePrivateFile } from '../durable/write-private-file.js';

const REGISTRY = fileURLToPath(new URL('../../../.cache/systems', import.meta.url));
const fileOf = (port: number): string => join(REGISTRY, `${port}.txt`);

/** Remembers which data folder the system at a port uses, so that other commands need only the port. */
export function registerSystem(port: number, folder: string): void {
  const file = fileOf(port);
  mkdirSync(dirname(file), { recursive: true });
  writePrivateFile(file, folder);
}

/** The data folder of the system that was started last at a port from this checkout; undefined when none is known. */
export function folderOfSystem(port: number): string | undefined {
  const file = fileOf(port);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
