import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** File name inside a folder that is watched as a whole. */
const FILE_IN_FOLDER = 'supergraph.graphql';

/** Where a supergraph comes from: its text, a file, or a folder with `supergraph.graphql` in it. */
export class SupergraphSource {
  private constructor(
    readonly path: string | undefined,
    readonly text: string | undefined,
  ) {}

  /** SDL has a line break or a brace; a path has neither. */
  static of(pathOrSdl: string): SupergraphSource {
    const isSdl = /[\n{]/.test(pathOrSdl);
    return isSdl ? new SupergraphSource(undefined, pathOrSdl) : new SupergraphSource(pathOrSdl, undefined);
  }

  async read(): Promise<string> {
    return this.path === undefined ? (this.text ?? '') : readFile(await this.#file(this.path), 'utf8');
  }

  /**
   * Calls `onText` when the file has changed. It looks each `intervalMs` instead of waiting for events, which replaced
   * links (as Kubernetes makes them) and network drives do not send.
   */
  watch(intervalMs: number, onText: (text: string) => Promise<void>, onFault: (fault: unknown) => void): () => void {
    const { path } = this;
    if (path === undefined) return () => {};
    let seen: string | undefined;
    let isBusy = false;
    const look = async () => {
      const { mtimeMs, size, ino } = await stat(await this.#file(path));
      const version = [mtimeMs, size, ino].join();
      if (seen !== version) await onText(await this.read());
      seen = version;
    };
    const timer = setInterval(() => {
      if (isBusy) return;
      isBusy = true;
      void look()
        .catch(onFault)
        .finally(() => {
          isBusy = false;
        });
    }, intervalMs).unref();
    return () => clearInterval(timer);
  }

  async #file(path: string): Promise<string> {
    return (await stat(path)).isDirectory() ? join(path, FILE_IN_FOLDER) : path;
  }
}
