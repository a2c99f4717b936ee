import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Schedule } from '../plan-compiler/schedule.js';
import type { Shape } from '../shaper/shape.js';
import type { SubgraphAnswer, SubgraphRequest } from '../subgraph-client/subgraph-answer.js';
import { executeCall } from './execute-call.js';
import type { Json } from './own-properties.js';
import { ObjectFinder } from './places.js';

/** One execution of a plan; `data` and `errors` grow while it runs. */
export interface PlanRun {
  /** With the parts that clients may not see: keys and types between subgraphs. */
  readonly schema: GraphQLSchema;
  readonly shape: Shape;
  /** As the client sent them. */
  readonly variables: Json;
  /** Coerced, with defaults. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  readonly data: Json;
  readonly errors: GraphQLError[];
  /** Asks a subgraph; the variables are an object in JSON. */
  send(request: SubgraphRequest, variables: string): Promise<SubgraphAnswer>;
  /** Told about each fetch without a GraphQL answer. */
  failed(request: SubgraphRequest, failure: unknown): void;
}

/** A run while its calls are made. */
export interface PlanExecution extends PlanRun {
  readonly objects: ObjectFinder;
}

/** Makes the calls of a plan, each as soon as what it waits for has arrived. The network and merging live in `execute-call`. */
export async function executePlan(run: PlanRun, schedule: Schedule): Promise<void> {
  const execution = { ...run, objects: new ObjectFinder(run.data) };
  const done: Promise<void>[] = [];
  for (const call of schedule) {
    const isWanted = call.guards.every(({ variable, isTrue }) => (run.coercedVariables[variable] === true) === isTrue);
    const arrived = call.after.map((at) => done[at]);
    const made = async () => {
      if (arrived.length > 0) await Promise.all(arrived);
      if (isWanted) await executeCall(execution, call);
    };
    done.push(made());
  }
  await Promise.all(done);
}
