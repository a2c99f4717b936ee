import { ERROR_CODES } from '@fleetgraph/schema/error-codes';
import { GraphQLError } from 'graphql';
import { AnswerText } from '../operation/answer-text.js';
import type { OperationAnswer } from '../operation/execute-operation.js';
import { OperationRefused } from '../operation/operation-refused.js';

/** How an operation went: `OK`, a code of ours, or `OTHER` for one that a subgraph has made up. */
export type Outcome = string;

/** The outcome of an answer; of several errors the first one counts. */
export function outcomeOf(answer: OperationAnswer | AnswerText): Outcome {
  if (answer instanceof AnswerText || answer.errors === undefined) return 'OK';
  return answer.errors.length === 0 ? 'OK' : bounded(answer.errors[0]?.extensions.code);
}

/** The outcome of what was refused, or broke. */
export function outcomeOfRefusal(cause: unknown): Outcome {
  if (cause instanceof OperationRefused) return bounded(cause.errors[0]?.extensions.code);
  if (cause instanceof GraphQLError) return bounded(cause.extensions.code);
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code) ? code : 'INTERNAL_SERVER_ERROR';
}

const bounded = (code: unknown): Outcome =>
  typeof code === 'string' && Object.hasOwn(ERROR_CODES, code) ? code : 'OTHER';
