import type { GraphQLError, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Schedule } from '../plan-compiler/schedule.js';
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
  const done: Promise<void>[] = [];
  for (const [at, call] of schedule.entries()) {
    const isWanted = call.guards.every(({ variable, isTrue }) => (run.coercedVariables[variable] === true) === isTrue);
    const arrived = call.after.map((earlier) => done[earlier]);
    const made = async () => {
      if (arrived.length > 0) await Promise.all(arrived);
      if (isWanted) await executeCall({ ...run, objects, failures, call: at }, call);
    };
    done.push(made());
  }
  await Promise.all(done);
  if (failures.length > 0) tellUntold(run, objects, failures);
}
