import { readFile, stat } from 'node:fs/promises';
import type { SupergraphSource } from './supergraph-source.js';

/**
 * A supergraph in a file. The file is looked at again and again instead of waiting for events, which replaced links (as
 * Kubernetes makes them) and network drives do not send.
 */
export class FileSource implements SupergraphSource {
  #version: string | undefined;

  constructor(readonly path: string) {}

  async next(): Promise<string | undefined> {
    const version = await versionOf(this.path);
    if (version === this.#version) return undefined;
    const text = await readFile(this.path, 'utf8');
    this.#version = version;
    return text;
  }
}

/** Differs when a file was written or replaced. */
export async function versionOf(path: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(path);
  return [mtimeMs, size, ino].join();
}
