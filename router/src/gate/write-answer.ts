import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { OperationAnswer } from '../operation/execute-operation.js';
import { OperationRefused } from '../operation/operation-refused.js';
import { routerError, statusOf } from '../router-error.js';
import type { AnswerType } from './negotiate.js';
import { RequestRefused } from './request-refused.js';

/** Writes an answer with the status that its media type asks for. */
export function writeAnswer(response: ServerResponse, type: AnswerType, answer: OperationAnswer): void {
  // `data` that was never begun: only the newer media type tells it by the status.
  const isRefused = !('data' in answer);
  const status = isRefused && type === 'application/graphql-response+json' ? statusOf(answer.errors?.[0]) : 200;
  write(response, { status, type, body: JSON.stringify(answer) });
}

/** Writes why a request got no answer; `onFault` is told about what is not the caller's doing. */
export function writeRefusal(
  response: ServerResponse,
  type: AnswerType,
  cause: unknown,
  onFault: (cause: unknown) => void,
): void {
  if (cause instanceof OperationRefused) {
    if (cause.errors.some(({ originalError, extensions }) => originalError && extensions.code === 'PLAN_FAILED'))
      onFault(cause);
    writeAnswer(response, type, { errors: cause.errors });
    return;
  }
  if (cause instanceof RequestRefused) {
    if (cause.status >= 500) onFault(cause);
    for (const [name, value] of Object.entries(cause.headers)) response.setHeader(name, value);
    const errors = [new GraphQLError(cause.message, { extensions: { code: cause.code } })];
    write(response, { status: cause.status, type, body: JSON.stringify({ errors }) });
    return;
  }
  onFault(cause);
  const errors = [routerError('INTERNAL_SERVER_ERROR', 'An internal error occurred.')];
  write(response, { status: 500, type, body: JSON.stringify({ errors }) });
}

function write(
  response: ServerResponse,
  { status, type, body }: { status: number; type: AnswerType; body: string },
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
