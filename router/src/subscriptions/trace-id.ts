import { AnswerText } from '../operation/answer-text.js';
import type { OperationAnswer } from '../operation/execute-operation.js';

/**
 * The same answer, which names the trace that it was made in: what a header tells over HTTP stands in `extensions.traceId`
 * where answers have no headers.
 */
export function withTraceId(
  answer: OperationAnswer | AnswerText,
  traceId: string | undefined,
): OperationAnswer | AnswerText {
  if (traceId === undefined) return answer;
  if (!(answer instanceof AnswerText)) return { ...answer, extensions: { ...answer.extensions, traceId } };
  // Its text is an object that ends with its data.
  return new AnswerText(`${answer.text.slice(0, -1)},"extensions":{"traceId":"${traceId}"}}`);
}
