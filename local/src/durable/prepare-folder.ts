import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartRefused } from '../launch/start-refused.js';

/** Makes a data folder as far as it is missing, or refuses the start in one sentence. */
export function prepareFolder(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StartRefused(`The folder ${folder} cannot be written to: choose another one with --data DIR.`, { cause });
  }
}

/** Node's own recursive mkdir never ends below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}
