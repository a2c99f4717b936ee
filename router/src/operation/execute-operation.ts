import { type GraphQLError, GraphQLError as GraphQLErrorClass, getVariableValues } from 'graphql';
import type { Rights } from '../authorization/access.js';
import { executePlan, type PlanRun } from '../plan-executor/execute-plan.js';
import type { Json } from '../plan-executor/own-properties.js';
import type { Ask } from '../plan-executor/replay.js';
import { routerError, withCode } from '../router-error.js';
import { AnswerTooLarge } from '../shaper/json-bytes.js';
import type { ShapeField } from '../shaper/shape.js';
import { shapeAnswer } from '../shaper/shape-answer.js';
import { writeData } from '../shaper/write-data.js';
import type { AnswerMemory } from './answer-memory.js';
import { AnswerText } from './answer-text.js';
import { toClientPath } from './client-names.js';
import { maySeeSchema } from './introspection.js';
import type { IntrospectionMemory } from './introspection-memory.js';
import type { KnownOperation, OperationCache } from './operation-cache.js';
import { OperationRefused } from './operation-refused.js';
import { PlannedOperation } from './planned-operation.js';
import { assertVariablesWithin, faultsToTell } from './variables-limits.js';

/** A GraphQL request, whatever it came over. */
export interface OperationRequest {
  /** Empty when only the id was sent. */
  readonly query: string;
  /** Id of a persisted operation. */
  readonly documentId?: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Json;
  readonly extensions?: Json;
}

/** An answer as it is written: `data` first, so that it reads like the specification. */
export interface OperationAnswer {
  readonly data?: Json | null;
  readonly errors?: readonly GraphQLError[];
  readonly extensions?: Json;
}

/** An operation that may be executed: known, affordable, with valid variables. */
export interface ReadyOperation {
  readonly known: KnownOperation;
  readonly planned: PlannedOperation;
  readonly variables: Json;
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  readonly memory: AnswerMemory | undefined;
  readonly introspections: IntrospectionMemory;
  readonly maxAnswerBytes: number;
  /** Estimated, in the terms of `@cost` and `@listSize`. */
  readonly cost: number;
}

/**
 * Does everything that can refuse an operation before it is executed; a promise only for one that has to be planned, or
 * `charged`: by who is told what it costs before it is planned, and may reject.
 */
export function readyOperation(
  cache: OperationCache,
  request: OperationRequest,
  rights: Rights,
  charged?: (cost: number) => Promise<void>,
): ReadyOperation | Promise<ReadyOperation> {
  const { limits, introspection } = cache.options;
  const bytes = assertVariablesWithin(request.variables, limits);
  const known = cache.operation(request.query, request.operationName, rights);
  const definitions = known.parsed.definition.variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(cache.supergraph.apiSchema, definitions, request.variables, {
    maxErrors: faultsToTell(bytes),
    hideSuggestions: !maySeeSchema(introspection, rights),
  });
  if (errors !== undefined) throw new OperationRefused(errors.map((error) => withCode('BAD_USER_INPUT', error)));
  const cost = known.costOf(coerced);
  assertAffordable(cost, limits.maxCost);
  const { variables } = request;
  const { memory, introspections } = cache;
  const { maxAnswerBytes } = limits;
  const common = { known, variables, coercedVariables: coerced, cost, memory, introspections, maxAnswerBytes };
  const ready = (planned: PlannedOperation) => ({ ...common, planned });
  if (charged !== undefined) return charged(cost).then(async () => ready(await known.plannedFor(rights, coerced)));
  const planned = known.plannedFor(rights, coerced);
  return planned instanceof PlannedOperation ? ready(planned) : planned.then(ready);
}

/** What an execution needs from outside. */
export interface Outside extends Pick<PlanRun, 'failed'> {
  readonly send: Ask;
}

/** Longest variables, in characters, with which an answer is remembered. */
const MAX_KEY = 10_000;

/** Executes a query, a mutation, or the rest of a subscription's event on what the event has brought. */
export function executeToText(
  ready: ReadyOperation,
  outside: Outside,
  started?: Started,
): Promise<OperationAnswer | AnswerText> {
  const { planned, known, variables, memory } = ready;
  const { schedule } = planned.plan;
  const execute = (send: PlanRun['send']) => writtenAnswer(ready, { ...outside, send }, started);
  const isQuery = known.parsed.definition.operation === 'query';
  const key = `${planned.number}${JSON.stringify(variables)}`;
  if (schedule === undefined || memory === undefined || !isQuery || key.length > MAX_KEY)
    return execute((request, text) => outside.send(request, text));
  return memory.answer(key, { schedule, ask: outside.send, execute });
}

/** What a plan is run with. */
type PlanOutside = Pick<PlanRun, 'send' | 'failed'>;

async function writtenAnswer(
  ready: ReadyOperation,
  outside: PlanOutside,
  started: Started | undefined,
): Promise<OperationAnswer | AnswerText> {
  const run = await runPlan(ready, outside, started);
  if (!isRun(run)) return run;
  try {
    return textOf(ready, run) ?? answerOf(ready, run);
  } catch (cause) {
    if (!(cause instanceof AnswerTooLarge)) throw cause;
    const extensions = { limit: 'answerBytes', max: cause.maxBytes };
    return {
      errors: [routerError('LIMIT_EXCEEDED', 'The answer is too long. Ask for less.', { extensions })],
      data: null,
    };
  }
}

/** Undefined when there is more to say than data. */
function textOf(ready: ReadyOperation, run: PlanRun): AnswerText | undefined {
  if (run.errors.length > 0) return undefined;
  const { planned, introspections, maxAnswerBytes: maxBytes } = ready;
  const isIntrospection = planned.parsed.isIntrospection;
  const introspect = isIntrospection ? (field: ShapeField) => introspections.tell(field, ready) : undefined;
  const written = writeData(run.shape, planned.rootType, { data: run.data, introspect, maxBytes });
  return written && new AnswerText(written);
}

/** What an event of a stream has brought. */
interface Started {
  readonly data: Json;
  readonly errors: GraphQLError[];
}

const isRun = (run: PlanRun | OperationAnswer): run is PlanRun => 'shape' in run;

async function runPlan(
  { planned, variables, coercedVariables }: ReadyOperation,
  outside: PlanOutside,
  started: Started = { data: {}, errors: [] },
): Promise<PlanRun | OperationAnswer> {
  const shape = planned.shapeFor(coercedVariables);
  if (planned.isPlanMissing(shape)) {
    return { errors: [routerError('PLAN_FAILED', 'No subgraph answers what was asked for.')], data: null };
  }
  const { rootType, supergraph } = planned;
  const asked = { schema: supergraph.fullSchema, shape, rootType, variables, coercedVariables };
  const run = { ...asked, ...started, send: outside.send, failed: outside.failed };
  if (planned.plan.schedule !== undefined) await executePlan(run, planned.plan.schedule);
  return run;
}

function answerOf(ready: ReadyOperation, run: PlanRun): OperationAnswer {
  const { planned, introspections, maxAnswerBytes: maxBytes } = ready;
  const introspect = (field: ShapeField): unknown => JSON.parse(introspections.tell(field, ready).toString());
  const { data, refusals, invalid, bytes } = shapeAnswer(run.shape, planned.rootType, {
    data: run.data,
    introspect,
    maxBytes,
  });
  const errors = [...run.errors.map(inClientsWords), ...refusals];
  assertWritable(errors.length > 0 ? errors : invalid, bytes, maxBytes);
  if (errors.length > 0) return { errors, data };
  return invalid.length > 0 ? { data, extensions: { valueCompletion: invalid } } : { data };
}

/** What a subgraph says once in an error may be told at many places. Throws `AnswerTooLarge`. */
function assertWritable(errors: readonly GraphQLError[], otherBytes: number, maxBytes: number): void {
  let bytes = otherBytes;
  for (const error of errors) {
    bytes += JSON.stringify(error).length;
    if (bytes > maxBytes) throw new AnswerTooLarge(maxBytes);
  }
}

function assertAffordable(cost: number, max: number): void {
  if (cost <= max) return;
  const message = `The operation would cost ${cost}, more than the limit of ${max}. Ask for fewer rows.`;
  throw new OperationRefused([routerError('COST_EXCEEDED', message, { extensions: { cost, max } })]);
}

function inClientsWords(error: GraphQLError): GraphQLError {
  if (error.path === undefined) return error;
  const { message, originalError, extensions } = error;
  const options = originalError ? { extensions, originalError } : { extensions };
  return new GraphQLErrorClass(message, { ...options, path: toClientPath(error.path) });
}
