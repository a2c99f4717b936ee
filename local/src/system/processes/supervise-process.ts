import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SubgraphConfigurations } from '../configure-subgraphs.js';
import type { SubgraphName } from '../subgraph-names.js';
import type { ProcessMessage, StartMessage } from './subgraph-process.js';

/** A process with subgraphs that is started anew whenever it dies. */
export interface SupervisedProcess {
  /** Its process id at this moment; undefined between death and rebirth. */
  readonly pid: number | undefined;
  /** How often it has been started. */
  readonly starts: number;
  /** Sends a signal: SIGKILL kills it, SIGSTOP hangs it, SIGCONT goes on. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves when all its subgraphs take requests. */
  untilRunning(): Promise<void>;
  stop(): Promise<void>;
}

/** What a process is to run. */
export interface ProcessPlan {
  names: readonly SubgraphName[];
  all: SubgraphConfigurations;
  onReady?: (name: SubgraphName) => void;
}

const ENTRY = fileURLToPath(new URL('./subgraph-process.js', import.meta.url));
/** Does nothing unless a collector is configured. */
const TELEMETRY = fileURLToPath(new URL('../../../../subgraphs/kit/dist/telemetry/register.js', import.meta.url));
const PATIENCE_MS = 9_000;
const LONGEST_PAUSE_MS = 5_000;

/** Starts a process for some subgraphs and keeps it alive until it is stopped. */
export async function superviseProcess(plan: ProcessPlan): Promise<SupervisedProcess> {
  const life = new SupervisedLife(plan);
  await life.begin();
  return life;
}

class SupervisedLife implements SupervisedProcess {
  starts = 0;
  #child: ChildProcess | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopping = false;
  /** A killed process lives on until the operating system has told of its end. */
  #isDoomed = false;

  constructor(private readonly plan: ProcessPlan) {}

  get pid(): number | undefined {
    return this.#child?.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  async begin(): Promise<void> {
    const child = this.#spawn();
    await this.#running;
    this.#mourn(child, 0);
  }

  signal(signal: NodeJS.Signals): void {
    if (signal === 'SIGKILL') this.#isDoomed = true;
    this.#child?.kill(signal);
  }

  async untilRunning(): Promise<void> {
    while (this.#isDoomed || this.pid === undefined) await pause(20);
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child === undefined || this.pid === undefined) return;
    const gone = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    const tooLong = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await gone.finally(() => clearTimeout(tooLong));
  }

  #spawn(): ChildProcess {
    const log = openSync(this.plan.all.users.logDestination ?? '/dev/null', 'a');
    const execArgv = ['--import', TELEMETRY];
    const child = fork(ENTRY, [], { stdio: ['ignore', log, log, 'ipc'], serialization: 'advanced', execArgv });
    this.starts += 1;
    this.#child = child;
    this.#isDoomed = false;
    this.#running = this.#watch(child);
    this.#running.catch(() => undefined);
    child.send({ names: [...this.plan.names], all: this.plan.all } satisfies StartMessage);
    return child;
  }

  #watch(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      child.on('message', (message: ProcessMessage) => {
        if ('ready' in message) this.plan.onReady?.(message.ready);
        else if ('failed' in message) reject(new Error(`${this.plan.names.join(', ')}: ${message.failed}`));
        else resolve();
      });
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        reject(new Error(`${this.plan.names.join(', ')} ended (${signal ?? code}).`)),
      );
    });
  }

  #mourn(child: ChildProcess, attempt: number): void {
    if (child.exitCode !== null || child.signalCode !== null) void this.#rebear(attempt);
    else child.once('exit', () => void this.#rebear(attempt));
  }

  async #rebear(attempt: number): Promise<void> {
    if (attempt > 0) await pause(Math.min(100 * 2 ** attempt, LONGEST_PAUSE_MS));
    if (this.#isStopping) return;
    const child = this.#spawn();
    const hasRun = await this.#running.then(
      () => true,
      () => false,
    );
    this.#mourn(child, hasRun ? 0 : attempt + 1);
  }
}
