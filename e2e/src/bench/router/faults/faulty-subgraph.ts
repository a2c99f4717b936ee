import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Lateness } from '../serve-schemas.js';

const SCRIPT = path.resolve(import.meta.dirname, '../serve-subgraphs.js');
/** A process that has broken says nothing. */
const START_MS = 60_000;

/** One subgraph of the benchmark in a process of its own, to which anything may happen; it comes back at its address. */
export class FaultySubgraph {
  #child: ChildProcess | undefined;
  #port = 0;

  constructor(readonly name: string) {}

  get url(): string {
    return `http://127.0.0.1:${this.#port}/${this.name}`;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    this.#child = fork(SCRIPT, [this.name, String(this.#port)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const [port] = (await once(this.#child, 'message', { signal: AbortSignal.timeout(START_MS) })) as [number]; // what `serveSchemas` sends
    this.#port = port;
  }

  /** Resolves when it has gone, without a farewell. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  hang(): void {
    this.#child?.kill('SIGSTOP');
  }

  goOn(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Every answer from now on leaves so late. */
  answerAfter(lateMs: number): void {
    this.#child?.send({ lateMs } satisfies Lateness);
  }
}
