import { OperationCache, type OperationCacheOptions } from '../operation/operation-cache.js';
import { digestOf, loadSupergraph, type Supergraph } from './load-supergraph.js';

/** The supergraph that is served now; replaced as a whole, so that a request sees one version from start to end. */
export class CurrentSupergraph {
  #supergraph: Supergraph;
  #operations: OperationCache;
  readonly #listeners: (() => void)[] = [];

  private constructor(
    supergraph: Supergraph,
    readonly options: OperationCacheOptions,
  ) {
    this.#supergraph = supergraph;
    this.#operations = new OperationCache(supergraph, options);
  }

  /** Rejects with `InvalidSupergraph`. */
  static async load(sdl: string, options: OperationCacheOptions): Promise<CurrentSupergraph> {
    return new CurrentSupergraph(await loadSupergraph(sdl), options);
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
    const supergraph = await loadSupergraph(sdl);
    const operations = new OperationCache(supergraph, this.options);
    await operations.warmAs(this.#operations);
    this.#supergraph.planner.retire();
    this.#operations = operations;
    this.#supergraph = supergraph;
    for (const listener of this.#listeners) listener();
    return true;
  }

  /** Ends the thread that plans. */
  close(): Promise<void> {
    return this.#supergraph.planner.close();
  }

  /** Tells after each replacement. */
  onReplaced(listener: () => void): void {
    this.#listeners.push(listener);
  }
}
