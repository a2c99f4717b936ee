import type { Fetch } from '../plan-compiler/compile-plan.js';
import { isAnswered } from './answered-paths.js';
import type { PlanExecution } from './execute-plan.js';
import type { Json } from './own-properties.js';
import { placesAt, type ResponsePath } from './places.js';

/** How many paths one failure of a subgraph is told for. */
const MAX_PATHS = 50;
/** How many errors one fetch has at most: some words of a subgraph, told at each of many places, would fill the memory. */
const MAX_ERRORS = 10_000;

/** Where the errors of one fetch belong in the answer; the data is searched once, however many errors there are. */
export class ErrorPlaces {
  #known: ReadonlyMap<Json, readonly NumberedPath[]> | undefined;
  #left = MAX_ERRORS;
  #lost: readonly ResponsePath[] | undefined;
  #affected: readonly ResponsePath[] | undefined;

  constructor(
    readonly run: Pick<PlanExecution, 'data' | 'shape' | 'rootType' | 'objects' | 'errors'>,
    readonly fetch: Fetch,
    /** All that the fetch was made for. */
    readonly objects: readonly Json[],
  ) {}

  /** Whether there are as many already as may be. */
  get areTold(): boolean {
    return this.#left === 0;
  }

  /** Takes what may still be told from among some places. */
  take(paths: readonly ResponsePath[]): readonly ResponsePath[] {
    const taken = paths.slice(0, this.#left);
    this.#left -= taken.length;
    return taken;
  }

  /** Every way to some of the objects, in the order of the answer. */
  pathsOf(objects: readonly Json[]): readonly ResponsePath[] {
    const found = this.run.objects.stillAt(objects).flatMap((object) => this.#places.get(object) ?? []);
    return found.sort((one, other) => one.number - other.number).map(({ path }) => path);
  }

  /** The fields of the fetch, where the client wants them. */
  get lost(): readonly ResponsePath[] {
    this.#lost ??= this.#fieldPaths();
    return this.#lost;
  }

  /** What an error is told at that can be placed nowhere else: what is lost, or the objects that were asked for. */
  get affected(): readonly ResponsePath[] {
    this.#affected ??= this.lost.length > 0 ? this.lost : this.pathsOf(this.objects).slice(0, MAX_PATHS);
    return this.#affected;
  }

  /** Whether the client has asked for a field of an object of another type only, at the same place. */
  isUnwanted(path: ResponsePath): boolean {
    return !isAnswered(this.run, path) && this.run.shape.selects(namesOf(path));
  }

  #fieldPaths(): readonly ResponsePath[] {
    const { run, fetch } = this;
    // Plans ask for more than the client does.
    const fields = fetch.fields.filter((field) => run.shape.selects(namesOf([...fetch.path, field])));
    if (fields.length === 0) return [];
    const found: ResponsePath[] = [];
    for (const path of this.pathsOf(this.objects)) {
      if (found.length >= MAX_PATHS) break;
      found.push(...fields.map((field) => [...path, field]).filter((below) => isAnswered(run, below)));
    }
    return found.slice(0, MAX_PATHS);
  }

  get #places(): ReadonlyMap<Json, readonly NumberedPath[]> {
    this.#known ??= this.#find();
    return this.#known;
  }

  #find(): ReadonlyMap<Json, readonly NumberedPath[]> {
    const wanted = new Set(this.run.objects.stillAt(this.objects));
    const found = new Map<Json, NumberedPath[]>();
    for (const [number, { object, path }] of placesAt(this.run.data, this.fetch.path).entries()) {
      if (!wanted.has(object)) continue;
      const known = found.get(object);
      if (known === undefined) found.set(object, [{ number, path }]);
      else known.push({ number, path });
    }
    return found;
  }
}

const namesOf = (path: ResponsePath): readonly string[] =>
  path.filter((step) => typeof step === 'string').filter((step) => step !== '@');

interface NumberedPath {
  /** Its place among all in the answer. */
  readonly number: number;
  readonly path: ResponsePath;
}
