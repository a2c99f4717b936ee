import type { GraphQLError, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Call, Schedule } from '../plan-compiler/schedule.js';
import type { Shape } from '../shaper/shape.js';
import type { SubgraphAnswer, SubgraphRequest } from '../subgraph-client/subgraph-answer.js';
import { executeCall } from './execute-call.js';
import { type FailedFetch, tellUntold } from './failed-fetches.js';
import type { Json } from './own-properties.js';
import { ObjectFinder } from './places.js';
import { contextPathsOf } from './separate.js';

/** One execution of a plan; `data` and `errors` grow while it runs. */
export interface PlanRun {
  /** With the parts that clients may not see: keys and types between subgraphs. */
  readonly schema: GraphQLSchema;
  readonly shape: Shape;
  readonly rootType: GraphQLObjectType;
  /** As the client sent them. */
  readonly variables: Json;
  /** Coerced, with defaults. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  readonly data: Json;
  readonly errors: GraphQLError[];
  /** Asks a subgraph for a call of the schedule; the variables are an object in JSON. */
  send(request: SubgraphRequest, variables: string, call: number): Promise<SubgraphAnswer>;
  /** Told about each fetch without a GraphQL answer. */
  failed(request: SubgraphRequest, failure: unknown): void;
}

/** A run while one of its calls is made. */
export interface PlanExecution extends PlanRun {
  /** Its place in the schedule. */
  readonly call: number;
  readonly objects: ObjectFinder;
  readonly failures: FailedFetch[];
}

/** Makes the calls of a plan, each as soon as what it waits for has arrived. The network and merging live in `execute-call`. */
export async function executePlan(run: PlanRun, schedule: Schedule): Promise<void> {
  const objects = new ObjectFinder(run.data, contextPathsOf(schedule));
  const failures: FailedFetch[] = [];
  await new Calls(schedule, (call, at) => {
    const isWanted = call.guards.every(({ variable, isTrue }) => (run.coercedVariables[variable] === true) === isTrue);
    return isWanted ? executeCall({ ...run, objects, failures, call: at }, call) : undefined;
  }).made();
  if (failures.length > 0) tellUntold(run, objects, failures);
}

/** Calls that wait for one another. Much of a plan is known when its turn comes, and takes no time of its own. */
class Calls {
  /** How many others each call still waits for. */
  readonly #waitsFor: number[];
  #left: number;
  readonly #made = Promise.withResolvers<void>();

  constructor(
    readonly schedule: Schedule,
    /** Undefined when it is done at once. */
    readonly make: (call: Call, at: number) => Promise<void> | undefined,
  ) {
    this.#waitsFor = schedule.map(({ after }) => after.length);
    this.#left = schedule.length;
  }

  /** Makes them all. */
  made(): Promise<void> {
    for (const [at, call] of this.schedule.entries()) if (call.after.length === 0) this.#begin(call, at);
    return this.#made.promise;
  }

  #begin(call: Call, at: number): void {
    try {
      const made = this.make(call, at);
      if (made === undefined) this.#end(at);
      else made.then(() => this.#end(at)).catch(this.#made.reject);
    } catch (fault) {
      this.#made.reject(fault);
    }
  }

  #end(ended: number): void {
    if (--this.#left === 0) this.#made.resolve();
    for (const [at, call] of this.schedule.entries()) {
      if (!call.after.includes(ended)) continue;
      const waitsFor = (this.#waitsFor[at] ?? 0) - 1;
      this.#waitsFor[at] = waitsFor;
      if (waitsFor === 0) this.#begin(call, at);
    }
  }
}
