import type { ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import { type ContentEncoding, compress, MIN_COMPRESSED_BYTES } from '../content-encoding.js';
import { AnswerText } from '../operation/answer-text.js';
import { type OperationAnswer } from '../operation/execute-operation.js';
import { OperationRefused } from '../operation/operation-refused.js';
import { routerError, statusOf, withDetails } from '../router-error.js';
import type { AnswerType } from './negotiate.js';
import { RequestRefused } from './request-refused.js';

/** In which form a client wants its answer, and by which id it asks about it. */
export interface AnswerForm {
  readonly type: AnswerType;
  readonly encoding: ContentEncoding | undefined;
  readonly requestId: string;
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
  return write(response, { status, form, body: JSON.stringify(traceable(answer, form.requestId)) });
}

/** Writes the answers of a list of operations, in its order. */
export function writeBatch(
  response: ServerResponse,
  form: AnswerForm,
  answers: readonly (OperationAnswer | AnswerText)[],
): Promise<void> | undefined {
  const texts = answers.map((answer) =>
    answer instanceof AnswerText ? answer.text : JSON.stringify(traceable(answer, form.requestId)),
  );
  return write(response, { status: 200, form, body: `[${texts.join(',')}]` });
}

/** Writes why a request got no answer; `onFault` is told about what is not the caller's doing. */
export function writeRefusal(
  response: ServerResponse,
  form: AnswerForm,
  cause: unknown,
  onFault: (cause: unknown) => void,
): Promise<void> | undefined {
  const answer = refusalAnswer(form.requestId, cause, onFault);
  if (cause instanceof OperationRefused) return writeAnswer(response, form, answer);
  if (cause instanceof RequestRefused)
    for (const [name, value] of Object.entries(cause.headers)) response.setHeader(name, value);
  const status = cause instanceof RequestRefused ? cause.status : 500;
  return write(response, { status, form, body: JSON.stringify(answer) });
}

/** The answer to an operation that was refused, or broke. */
export function refusalAnswer(requestId: string, cause: unknown, onFault: (cause: unknown) => void): OperationAnswer {
  if (cause instanceof OperationRefused) {
    if (cause.errors.some(({ originalError, extensions }) => originalError && extensions.code === 'PLAN_FAILED'))
      onFault(cause);
    return traceable({ errors: cause.errors }, requestId);
  }
  if (cause instanceof RequestRefused) {
    if (cause.status >= 500 && cause.code !== 'SERVER_OVERLOADED') onFault(cause);
    return { errors: [routerError(cause.code, cause.message, { extensions: cause.details })] };
  }
  onFault(cause);
  return traceable({ errors: [routerError('INTERNAL_SERVER_ERROR', 'An internal error occurred.')] }, requestId);
}

/** A fault of ours carries the id by which its log is found. The error itself is shared by all who run into it. */
function traceable(answer: OperationAnswer, requestId: string): OperationAnswer {
  if (!answer.errors?.some(isOurs)) return answer;
  return {
    ...answer,
    errors: answer.errors.map((error) => (isOurs(error) ? withDetails(error, { requestId }) : error)),
  };
}

const isOurs = ({ extensions: { code, subgraph } }: GraphQLError): boolean =>
  code === 'PLAN_FAILED' || (code === 'INTERNAL_SERVER_ERROR' && subgraph === undefined);

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
  // RFC 9110, section 15.5.2: a 401 says how to sign in.
  if (status === 401 && !response.hasHeader('www-authenticate')) response.setHeader('www-authenticate', 'Bearer');
  response.writeHead(status, {
    'content-type': `${form.type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    ...(isPacked ? { 'content-encoding': form.encoding } : {}),
  });
  response.end(body);
}
