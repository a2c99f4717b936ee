import type { Fetch } from '../plan-compiler/compile-plan.js';
import type { PlanExecution } from './execute-plan.js';
import { affectedPaths } from './fetch-errors.js';
import type { Json } from './own-properties.js';
import { placesAt, type ResponsePath } from './places.js';

/** Where the errors of one fetch belong in the answer; the data is searched once, however many errors there are. */
export class ErrorPlaces {
  #known: ReadonlyMap<Json, readonly NumberedPath[]> | undefined;
  #affected: readonly ResponsePath[] | undefined;

  constructor(
    readonly run: PlanExecution,
    readonly fetch: Fetch,
    /** All that the fetch was made for. */
    readonly objects: readonly Json[],
  ) {}

  /** Every way to some of the objects, in the order of the answer. */
  pathsOf(objects: readonly Json[]): readonly ResponsePath[] {
    const found = this.run.objects.stillAt(objects).flatMap((object) => this.#places.get(object) ?? []);
    return found.sort((one, other) => one.number - other.number).map(({ path }) => path);
  }

  /** What is lost when nobody else can be named. */
  get affected(): readonly ResponsePath[] {
    this.#affected ??= affectedPaths(this.fetch, this.pathsOf(this.objects), this.run.shape);
    return this.#affected;
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

interface NumberedPath {
  /** Its place among all in the answer. */
  readonly number: number;
  readonly path: ResponsePath;
}
