import { GraphQLError } from 'graphql';
import {
  executeOperation,
  type OperationAnswer,
  type Outside,
  type ReadyOperation,
} from '../operation/execute-operation.js';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import { mergeRootAnswer } from '../plan-executor/execute-call.js';
import { failureErrors, subgraphError } from '../plan-executor/fetch-errors.js';
import type { Json } from '../plan-executor/own-properties.js';
import type { CallContext } from '../subgraph-client/call-headers.js';
import type { SubgraphAnswer } from '../subgraph-client/subgraph-answer.js';
import type { EventQueue } from './event-queue.js';
import { StreamEnded, type StreamRegistry } from './stream-registry.js';
import { openUpstream } from './upstream.js';

/** What a subscription needs from outside. */
export interface StreamOutside {
  readonly registry: StreamRegistry;
  readonly call: CallContext;
  readonly signatureSecrets: readonly string[];
  addressOf(subgraph: string): string;
  /** For the fetches that one event still needs; each event has a deadline of its own. */
  forEvent(): Outside;
  onOverflow(): void;
}

/** Answers of a subscription, one an event. Leaving it closes the upstream unless others read it. */
export interface AnswerStream extends AsyncGenerator<OperationAnswer, undefined, undefined> {}

/** Opens a subscription's stream, or joins one that is the same; the rest of the plan runs for each event. */
export function streamOperation(ready: ReadyOperation, stream: Fetch, outside: StreamOutside): AnswerStream {
  const { registry, call, signatureSecrets } = outside;
  const variables = Object.fromEntries(
    stream.variables.filter((name) => name in ready.variables).map((name) => [name, ready.variables[name]]),
  );
  const url = outside.addressOf(stream.subgraph);
  const queue = registry.join({
    key: JSON.stringify([stream.subgraph, withoutName(stream.document), variables, call.authorization]),
    startsWithState: startsWithState(ready),
    open: (sink) => openUpstream({ fetch: stream, variables, url, call, signatureSecrets }, sink),
    onOverflow: outside.onOverflow,
  });
  return answersOf(
    queue,
    (event) => answerEvent(ready, stream, event, outside.forEvent()),
    (cause) => endOf(ready, stream, cause),
  );
}

/** Runs what the plan still wants for one event; the event is shared, so it is copied before anything is merged into it. */
async function answerEvent(
  ready: ReadyOperation,
  stream: Fetch,
  event: SubgraphAnswer,
  outside: Outside,
): Promise<OperationAnswer> {
  const data: Json = {};
  const errors = event.errors.map((error) => subgraphError(stream, error, error.path));
  const { fullSchema: schema } = ready.planned.supergraph;
  const own = { data: structuredClone(event.data), errors: event.errors };
  mergeRootAnswer({ schema }, stream, own, [data]);
  return executeOperation(ready, outside, { data, errors });
}

/** By the graph's rule a stream that can be resumed (`after`) begins with the current state. */
function startsWithState({ planned }: ReadyOperation): boolean {
  const fields = planned.shapeFor({}).fieldsOf(planned.rootType);
  return fields.some(({ nodes }) =>
    nodes.some(({ name }) =>
      planned.rootType.getFields()[name.value]?.args.some((argument) => argument.name === 'after'),
    ),
  );
}

/** The planner numbers the names of its operations; streams are the same without them. */
const withoutName = (document: string): string => document.replace(/^subscription \w+/, 'subscription');

/** The error with which a client hears that its stream has ended; a retryable one is resumed with `after`. */
function endOf({ planned, coercedVariables }: ReadyOperation, stream: Fetch, cause: unknown): unknown {
  if (!(cause instanceof StreamEnded)) return cause;
  const path = planned
    .shapeFor(coercedVariables)
    .fieldsOf(planned.rootType)
    .map(({ responseName }) => responseName);
  if ('lost' in cause.reason) return failureErrors(stream, cause.reason.lost, [path])[0];
  const [first] = cause.reason.refused;
  return first === undefined
    ? new GraphQLError('A subgraph refused the subscription.')
    : subgraphError(stream, first, path);
}

/**
 * Not a generator function: `return` of one waits for the event that is being awaited, and so would leave the upstream
 * open until there is another event.
 */
function answersOf(
  queue: EventQueue<SubgraphAnswer>,
  answer: (event: SubgraphAnswer) => Promise<OperationAnswer>,
  translate: (cause: unknown) => unknown,
): AnswerStream {
  const stream: AnswerStream = {
    async next() {
      const result = await queue.next().catch((cause: unknown) => {
        throw translate(cause);
      });
      return result.done ? { value: undefined, done: true } : { value: await answer(result.value), done: false };
    },
    return() {
      queue.leave();
      return Promise.resolve({ value: undefined, done: true });
    },
    throw(cause) {
      queue.leave();
      return Promise.reject(cause);
    },
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: async () => queue.leave(),
  };
  return stream;
}
