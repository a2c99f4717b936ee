import { GraphQLError } from 'graphql';
import { AnswerText } from '../operation/answer-text.js';
import {
  executeToText,
  type OperationAnswer,
  type Outside,
  type ReadyOperation,
} from '../operation/execute-operation.js';
import type { Fetch } from '../plan-compiler/compile-plan.js';
import { mergeRootAnswer } from '../plan-executor/execute-call.js';
import { failureErrors, subgraphError } from '../plan-executor/fetch-errors.js';
import type { Json } from '../plan-executor/own-properties.js';
import { routerError } from '../router-error.js';
import type { CallContext } from '../subgraph-client/call-headers.js';
import type { SubgraphAnswer } from '../subgraph-client/subgraph-answer.js';
import type { StreamEnd } from './answer-feed.js';
import type { EndReason, WantedStream } from './stream-registry.js';
import { type LastingUpstream, openUpstream } from './upstream/open-upstream.js';
import { resumableStream } from './upstream/resumable-stream.js';
import type { StreamAddress } from './upstream/upstream.js';

/** What a subscription needs from outside. */
export interface StreamOutside {
  readonly call: CallContext;
  readonly signatureSecrets: readonly string[];
  /** For so long a lost stream is looked for. */
  readonly giveUpMs: number;
  addressOf(subgraph: string): StreamAddress;
  /** For the fetches that one event still needs; each event has a deadline of its own. */
  forEvent(): Outside;
  /** Works out one answer in a trace of its own, where there are traces. */
  inTrace(run: () => Promise<OperationAnswer | AnswerText>): Promise<OperationAnswer | AnswerText>;
  onFault(fault: unknown): void;
}

/** The stream that a subscription reads: equal ones share their upstream, and equal readers each answer. */
export function streamOf(ready: ReadyOperation, fetch: Fetch, outside: StreamOutside): WantedStream {
  const { authorization, propagated } = outside.call;
  const upstream = upstreamOf(ready, fetch, outside);
  const { document, variables } = upstream.begin;
  return {
    key: JSON.stringify([fetch.subgraph, withoutName(document), variables, authorization, propagated]),
    feedKey: `${numberOf(ready.planned)} ${JSON.stringify(ready.variables)}`,
    startsWithState: startsWithState(ready),
    open: (sink) => openUpstream(upstream, sink),
    feed: {
      answer: (event) =>
        outside
          .inTrace(() => answerEvent(ready, fetch, { event, outside: outside.forEvent() }))
          .then(textOf)
          .catch((fault: unknown) => {
            outside.onFault(fault);
            return textOf({ errors: [routerError('INTERNAL_SERVER_ERROR', 'An internal error occurred.')] });
          }),
      overflow: () => [tooFast(ready, fetch)],
      endOf: (reason) => endOf(ready, fetch, reason),
    },
  };
}

/** An answer as text, whatever is in it. */
export const textOf = (answer: object): AnswerText =>
  answer instanceof AnswerText ? answer : new AnswerText(JSON.stringify(answer));

function upstreamOf(ready: ReadyOperation, fetch: Fetch, outside: StreamOutside): LastingUpstream {
  const { subgraph, operationName } = fetch;
  const { call, signatureSecrets, giveUpMs } = outside;
  const variables = Object.fromEntries(
    fetch.variables.filter((name) => Object.hasOwn(ready.variables, name)).map((name) => [name, ready.variables[name]]),
  );
  const resumable = resumableStream(fetch, ready.planned.supergraph);
  return {
    call: { subgraph, operationName, call, signatureSecrets },
    begin: resumable?.begin(variables) ?? { document: fetch.document, variables },
    resumable: resumable && {
      sequenceOf: resumable.sequenceOf,
      resume: (after) => resumable.resume(variables, after),
    },
    address: () => outside.addressOf(subgraph),
    giveUpMs,
  };
}

/** Runs what the plan still wants for one event; the event is shared, so it is copied before anything is merged into it. */
async function answerEvent(
  ready: ReadyOperation,
  fetch: Fetch,
  { event, outside }: { event: SubgraphAnswer; outside: Outside },
): Promise<OperationAnswer | AnswerText> {
  const data: Json = {};
  const errors = event.errors.map((error) => subgraphError(fetch, error, error.path));
  const { fullSchema: schema } = ready.planned.supergraph;
  mergeRootAnswer({ schema }, fetch, { data: structuredClone(event.data) }, [data]);
  return executeToText(ready, outside, { data, errors });
}

/** By the graph's rule a stream that can be resumed (`after`) begins with the current state. */
function startsWithState({ planned, coercedVariables }: ReadyOperation): boolean {
  const fields = planned.shapeFor(coercedVariables).fieldsOf(planned.rootType);
  return fields.some(({ nodes }) =>
    nodes.some(({ name }) =>
      planned.rootType.getFields()[name.value]?.args.some((argument) => argument.name === 'after'),
    ),
  );
}

/** The planner numbers the names of its operations; streams are the same without them. */
const withoutName = (document: string): string => document.replace(/^subscription\s*\w*\s*/, 'subscription ');

const numbers = new WeakMap<object, number>();
let nextNumber = 0;

/** Tells operations apart: one number for each. */
function numberOf(planned: object): number {
  const number = numbers.get(planned) ?? nextNumber++;
  numbers.set(planned, number);
  return number;
}

/** How a client hears that its stream has ended; after a retryable error it resumes with `after`. */
function endOf(ready: ReadyOperation, fetch: Fetch, reason: EndReason): StreamEnd {
  const path = pathOf(ready);
  if ('lost' in reason) return { errors: failureErrors(fetch, reason.lost, [path]) };
  const [first] = reason.refused;
  const error = first && subgraphError(fetch, first, path);
  return { errors: [error ?? new GraphQLError('A subgraph refused the subscription.')] };
}

function tooFast(ready: ReadyOperation, { subgraph }: Fetch): GraphQLError {
  return routerError('STREAM_TOO_FAST', 'Events came faster than they could be answered.', {
    path: pathOf(ready),
    extensions: { subgraph, retryable: true },
  });
}

/** The one field of a subscription. */
const pathOf = ({ planned, coercedVariables }: ReadyOperation): readonly string[] =>
  planned
    .shapeFor(coercedVariables)
    .fieldsOf(planned.rootType)
    .map(({ responseName }) => responseName);
