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

/** Nobody can plan at the moment: too much waits, or the thread was lost. */
export class PlannerBusy extends Error {}

type PlannerRules = ExecutionConfig['planner'];

/** What a thread is started with. */
interface PlannerStart {
  readonly sdl: string;
  readonly rules: PlannerRules;
}

type Waiting = PromiseWithResolvers<CompiledPlan>;

/** Plans operations, away from the thread that answers. */
export interface OperationPlanner {
  readonly loaded: { readonly subgraphs: readonly SubgraphAddress[] };
  /** How many operations wait for their plan. */
  readonly waiting: number;
  /** Rejects with `NotPlannable` or `PlannerBusy`. */
  plan(task: PlanTask): Promise<CompiledPlan>;
  /** Ends when those who began with it have had their time; resolves then. */
  retire(): Promise<void>;
  close(): Promise<void>;
}

/** Plans in a thread of its own, so that the first sight of an operation keeps nobody else waiting. */
export class Planner implements OperationPlanner {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker;
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
    const waiting = Promise.withResolvers<CompiledPlan>();
    const id = ++this.#count;
    this.#waiting.set(id, waiting);
    this.#worker.postMessage({ ...task, id });
    this.#watch ??= this.#startWatch();
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
    await this.#worker.terminate();
    this.#closed.resolve();
  }

  #listen(worker: Worker): Worker {
    worker.on('message', (message: PlannerMessage) => this.#take(message));
    worker.on('error', (cause) => this.#restart(new PlannerBusy(`The planner was lost: ${cause.message}`)));
    worker.unref(); // a waiting thread keeps no process alive
    return worker;
  }

  #take(message: PlannerMessage): void {
    if (message.kind !== 'planned' && message.kind !== 'failed') return;
    this.counts.ms += message.ms;
    this.counts[message.kind === 'planned' ? 'made' : 'failed']++;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    clearTimeout(this.#watch);
    this.#watch = this.#waiting.size === 0 ? undefined : this.#startWatch();
    if (message.kind === 'planned') waiting?.resolve(message.plan);
    else waiting?.reject(new NotPlannable(message.message));
  }

  #startWatch(): NodeJS.Timeout {
    const { maxPlanMs } = this.from.rules;
    return setTimeout(() => {
      const [first] = this.#waiting;
      if (first !== undefined) {
        this.#waiting.delete(first[0]);
        first[1].reject(new NotPlannable(`Planning took more than ${maxPlanMs} ms.`));
      }
      this.#restart(new PlannerBusy('Another operation took too long to plan.'));
    }, maxPlanMs).unref();
  }

  #restart(reason: PlannerBusy): void {
    clearTimeout(this.#watch);
    this.#watch = undefined;
    this.#fail(reason);
    void this.#worker.terminate();
    if (!this.#isClosed) this.#worker = this.#listen(startWorker(this.from));
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
