import { Worker } from 'node:worker_threads';
import type { ExecutionConfig } from '../config/execution-section.js';
import type { WorkCounts } from '../operation/work-counts.js';
import type { CompiledPlan } from '../plan-compiler/compile-plan.js';
import type { SubgraphAddress } from './gateway.js';
import type { PlanTask } from './load-planner.js';

/** What the thread tells. */
export type PlannerMessage =
  | { readonly kind: 'loaded'; readonly apiSdl: string; readonly subgraphs: readonly SubgraphAddress[] }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'planned'; readonly id: number; readonly ms: number; readonly plan: CompiledPlan }
  | { readonly kind: 'failed'; readonly id: number; readonly ms: number; readonly message: string };

/** The operation cannot be planned; it will not be the next time either. */
export class NotPlannable extends Error {}

/** Its plan took more time or memory than one may; on a machine with less to do beside it may be made. */
export class PlanGivenUp extends NotPlannable {}

/** Nobody can plan at the moment: too much waits, or the thread was lost. */
export class PlannerBusy extends Error {}

type PlannerRules = ExecutionConfig['planner'];

/** What a thread is started with. */
interface PlannerStart {
  readonly sdl: string;
  readonly rules: PlannerRules;
}

/** An operation in the thread's queue, which works in the order in which they came. */
interface Waiting extends PromiseWithResolvers<CompiledPlan> {
  readonly task: PlanTask;
  /** Threads that were lost while they planned it. */
  losses: number;
}

/** A watch that is later than this was asleep with the whole process: the plan may be there, and has not been looked at. */
const MAX_LATE_MS = 1_000;

/** One loss may be due to what the thread had planned before; a new thread has planned nothing. */
const MAX_LOSSES = 2;

/** Plans operations, away from the thread that answers. */
export interface OperationPlanner {
  readonly loaded: { readonly subgraphs: readonly SubgraphAddress[] };
  /** How many operations wait for their plan. */
  readonly waiting: number;
  /** Rejects with `NotPlannable`, `PlanGivenUp` or `PlannerBusy`. */
  plan(task: PlanTask): Promise<CompiledPlan>;
  /** Ends when those who began with it have had their time; resolves then. */
  retire(): Promise<void>;
  close(): Promise<void>;
}

/** Plans in a thread of its own, so that the first sight of an operation keeps nobody else waiting. */
export class Planner implements OperationPlanner {
  readonly #waiting = new Map<number, Waiting>();
  /** Undefined when one could not load; whoever asks next starts another. */
  #worker: Worker | undefined;
  #isLoading = false;
  #watch: NodeJS.Timeout | undefined;
  #linger: NodeJS.Timeout | undefined;
  readonly #closed = Promise.withResolvers<void>();
  #count = 0;
  #isClosed = false;

  private constructor(
    readonly from: PlannerStart,
    worker: Worker,
    readonly loaded: Extract<PlannerMessage, { kind: 'loaded' }>,
    readonly counts: WorkCounts['plans'],
  ) {
    this.#worker = this.#listen(worker);
  }

  /** Rejects when the text is not a supergraph. */
  static async start(sdl: string, counts: WorkCounts['plans'], rules: PlannerRules): Promise<Planner> {
    const worker = startWorker({ sdl, rules });
    const message = await new Promise<PlannerMessage>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
    });
    if (message.kind === 'loaded') return new Planner({ sdl, rules }, worker, message, counts);
    void worker.terminate();
    throw new Error(message.kind === 'refused' ? message.message : 'The planner did not load.');
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  plan(task: PlanTask): Promise<CompiledPlan> {
    if (this.#isClosed || this.#waiting.size >= this.from.rules.maxWaiting)
      return Promise.reject(new PlannerBusy('Too many operations wait for their plans.'));
    const waiting = { ...Promise.withResolvers<CompiledPlan>(), task, losses: 0 };
    const id = ++this.#count;
    this.#waiting.set(id, waiting);
    if (this.#worker === undefined) this.#startNext();
    else this.#worker.postMessage({ ...task, id });
    if (this.#watch === undefined) this.#watchNext();
    return waiting.promise;
  }

  retire(): Promise<void> {
    this.#linger ??= setTimeout(() => void this.close(), this.from.rules.lingerMs).unref();
    return this.#closed.promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#watch);
    clearTimeout(this.#linger);
    this.#fail(new PlannerBusy('The router is stopping.'));
    await this.#worker?.terminate();
    this.#closed.resolve();
  }

  #listen(worker: Worker): Worker {
    worker.on('message', (message: PlannerMessage) => {
      if (worker === this.#worker) this.#take(message);
    });
    worker.on('error', (cause) => {
      if (worker === this.#worker) this.#lose(cause);
    });
    worker.unref(); // a waiting thread keeps no process alive
    return worker;
  }

  #take(message: PlannerMessage): void {
    if (message.kind === 'refused') this.#lose(new Error(message.message));
    else if (message.kind === 'loaded') this.#isLoading = false;
    else this.#settle(message);
    this.#watchNext();
  }

  #settle(message: Extract<PlannerMessage, { id: number }>): void {
    this.counts.ms += message.ms;
    this.counts[message.kind === 'planned' ? 'made' : 'failed']++;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'planned') waiting?.resolve(message.plan);
    else waiting?.reject(new NotPlannable(message.message));
  }

  /** The time of a plan begins when the thread turns to it. */
  #watchNext(): void {
    clearTimeout(this.#watch);
    this.#watch = undefined;
    if (this.#isLoading || this.#waiting.size === 0) return;
    const { maxPlanMs } = this.from.rules;
    const latest = performance.now() + maxPlanMs + MAX_LATE_MS;
    this.#watch = setTimeout(() => {
      if (performance.now() > latest) return this.#watchNext();
      this.#giveUpFirst(`Planning took more than ${maxPlanMs} ms.`);
      this.#startNext();
    }, maxPlanMs).unref();
  }

  /** Mostly its heap was full: with what it was loading or planning. */
  #lose({ message }: Error): void {
    const reason = `The planner was lost: ${message}`;
    if (this.#isLoading) {
      this.#worker = undefined;
      this.#fail(new PlannerBusy(reason));
      return;
    }
    const [first] = this.#waiting.values();
    if (first !== undefined && ++first.losses === MAX_LOSSES) this.#giveUpFirst(reason);
    this.#startNext();
  }

  #giveUpFirst(reason: string): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#waiting.delete(first[0]);
    first[1].reject(new PlanGivenUp(reason));
  }

  /** Who waits is planned by the next thread. */
  #startNext(): void {
    void this.#worker?.terminate();
    if (this.#isClosed) return;
    this.#isLoading = true;
    this.#worker = this.#listen(startWorker(this.from));
    for (const [id, { task }] of this.#waiting) this.#worker.postMessage({ ...task, id });
    this.#watchNext();
  }

  #fail(reason: PlannerBusy): void {
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}

function startWorker({ sdl, rules }: PlannerStart): Worker {
  return new Worker(new URL('./planner-worker.js', import.meta.url), {
    workerData: sdl,
    execArgv: [],
    // It makes much garbage and keeps little: a small nursery costs it nothing, and the process stays small.
    resourceLimits: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: rules.maxHeapMb },
  });
}
