import { setTimeout as pause } from 'node:timers/promises';
import { OperationCache, type OperationCacheOptions } from '../operation/operation-cache.js';
import type { Warming } from '../operation/warming.js';
import { WorkCounts } from '../operation/work-counts.js';
import { digestOf, loadSupergraph, type Supergraph } from './load-supergraph.js';
import type { OperationPlanner } from './planner.js';

/** The supergraph that is served now; replaced as a whole, so that a request sees one version from start to end. */
export class CurrentSupergraph {
  #supergraph: Supergraph;
  #operations: OperationCache;
  readonly #listeners: (() => void)[] = [];
  /** Planners of earlier versions, the oldest first. */
  readonly #retired = new Set<OperationPlanner>();
  #warming: Warming | undefined;
  #isClosed = false;

  private constructor(
    supergraph: Supergraph,
    readonly options: OperationCacheOptions,
    /** What has been done for all versions. */
    readonly counts: WorkCounts,
  ) {
    this.#supergraph = supergraph;
    this.#operations = new OperationCache(supergraph, options, counts);
  }

  /** Rejects with `InvalidSupergraph`. */
  static async load(sdl: string, options: OperationCacheOptions): Promise<CurrentSupergraph> {
    const counts = new WorkCounts();
    return new CurrentSupergraph(await loadSupergraph(sdl, counts, options.execution), options, counts);
  }

  get supergraph(): Supergraph {
    return this.#supergraph;
  }

  get operations(): OperationCache {
    return this.#operations;
  }

  /** Serves another version; one that cannot be loaded changes nothing and rejects. True when it was another one. */
  async replace(sdl: string): Promise<boolean> {
    if (digestOf(sdl) === this.#supergraph.id) return false;
    const supergraph = await loadSupergraph(sdl, this.counts, this.options.execution);
    const operations = new OperationCache(supergraph, this.options, this.counts);
    const endsAt = performance.now() + this.options.execution.warm.maxMs;
    await operations.warmAs(this.#operations, endsAt);
    await this.#warming?.warm(operations, endsAt);
    if (this.#isClosed) {
      await supergraph.planner.close();
      return false;
    }
    this.#retire(this.#supergraph.planner);
    this.#operations = operations;
    this.#supergraph = supergraph;
    for (const listener of this.#listeners) listener();
    return true;
  }

  /** Plans what is expected, now and for each version to come; resolves when that is done, or has taken its time. */
  expect(warming: Warming): Promise<void> {
    this.#warming = warming;
    const { maxMs } = this.options.execution.warm;
    const tooLong = pause(maxMs, undefined, { ref: false });
    return Promise.race([warming.warm(this.#operations, performance.now() + maxMs), tooLong]);
  }

  /** Ends the threads that plan. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#warming?.stop();
    await Promise.all([this.#supergraph.planner, ...this.#retired].map((planner) => planner.close()));
  }

  /** Tells after each replacement. */
  onReplaced(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #retire(planner: OperationPlanner): void {
    this.#retired.add(planner);
    void planner.retire().then(() => this.#retired.delete(planner));
    const [oldest] = this.#retired;
    if (oldest === undefined || this.#retired.size <= this.options.execution.planner.maxRetired) return;
    this.#retired.delete(oldest);
    void oldest.close();
  }
}
