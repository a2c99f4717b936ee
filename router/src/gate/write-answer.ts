import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { type ContentEncoding, compress, MIN_COMPRESSED_BYTES } from '../content-encoding.js';
import { AnswerText, type OperationAnswer } from '../operation/execute-operation.js';
import { OperationRefused } from '../operation/operation-refused.js';
import { routerError, statusOf } from '../router-error.js';
import type { AnswerType } from './negotiate.js';
import { RequestRefused } from './request-refused.js';

/** In which form a client wants its answer. */
export interface AnswerForm {
  readonly type: AnswerType;
  readonly encoding: ContentEncoding | undefined;
}

/** Writes an answer with the status that its media type asks for. */
export function writeAnswer(
  response: ServerResponse,
  form: AnswerForm,
  answer: OperationAnswer | AnswerText,
): Promise<void> | undefined {
  if (answer instanceof AnswerText) return write(response, { status: 200, form, body: answer.bytes });
  // `data` that was never begun: only the newer media type tells it by the status.
  const isRefused = !('data' in answer);
  const status = isRefused && form.type === 'application/graphql-response+json' ? statusOf(answer.errors?.[0]) : 200;
  return write(response, { status, form, body: JSON.stringify(answer) });
}

/** Writes why a request got no answer; `onFault` is told about what is not the caller's doing. */
export function writeRefusal(
  response: ServerResponse,
  form: AnswerForm,
  cause: unknown,
  onFault: (cause: unknown) => void,
): Promise<void> | undefined {
  if (cause instanceof OperationRefused) {
    if (cause.errors.some(({ originalError, extensions }) => originalError && extensions.code === 'PLAN_FAILED'))
      onFault(cause);
    return writeAnswer(response, form, { errors: cause.errors });
  }
  if (cause instanceof RequestRefused) {
    if (cause.status >= 500) onFault(cause);
    for (const [name, value] of Object.entries(cause.headers)) response.setHeader(name, value);
    const errors = [new GraphQLError(cause.message, { extensions: { code: cause.code } })];
    return write(response, { status: cause.status, form, body: JSON.stringify({ errors }) });
  }
  onFault(cause);
  const errors = [routerError('INTERNAL_SERVER_ERROR', 'An internal error occurred.')];
  return write(response, { status: 500, form, body: JSON.stringify({ errors }) });
}

interface Written {
  readonly status: number;
  readonly form: AnswerForm;
  readonly body: string | Buffer;
  readonly isPacked?: boolean;
}

/** Short answers leave at once; a packed one when it has been packed, beside the event loop. */
function write(response: ServerResponse, written: Written): Promise<void> | undefined {
  const { body, form } = written;
  if (form.encoding === undefined || body.length < MIN_COMPRESSED_BYTES) {
    send(response, written);
    return undefined;
  }
  return compress(body, form.encoding).then((packed) => send(response, { ...written, body: packed, isPacked: true }));
}

function send(response: ServerResponse, { status, form, body, isPacked = false }: Written): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': `${form.type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    ...(isPacked ? { 'content-encoding': form.encoding } : {}),
  });
  response.end(body);
}
