import { RequestRefused } from './request-refused.js';

/** Media types of answers (GraphQL over HTTP). */
export type AnswerType = 'application/graphql-response+json' | 'application/json';

const GRAPHQL: AnswerType = 'application/graphql-response+json';
const JSON_TYPE: AnswerType = 'application/json';
const EVENT_STREAM = 'text/event-stream';

/** Chooses the media type of an answer by `accept`; the first of equally good ones wins. */
export function negotiate(accept: string | undefined): AnswerType {
  if (accept === undefined || accept.trim() === '') return JSON_TYPE;
  const ranges = accept
    .split(',')
    .map(readRange)
    .filter(({ quality }) => quality > 0);
  const best = ranges
    .map(({ range, quality }) => ({ type: typeFor(range), quality }))
    .filter((choice): choice is { type: AnswerType; quality: number } => choice.type !== undefined)
    .sort((one, other) => other.quality - one.quality)[0];
  if (best === undefined) throw new RequestRefused('NOT_ACCEPTABLE', `Accept ${GRAPHQL} or ${JSON_TYPE}.`);
  return best.type;
}

/** True when a client would rather have Server-Sent Events than anything else; the first of equally good ones wins. */
export function prefersEventStream(accept: string | undefined): boolean {
  if (accept === undefined || !accept.includes(EVENT_STREAM)) return false;
  const [best] = accept
    .split(',')
    .map(readRange)
    .sort((one, other) => other.quality - one.quality);
  return best?.range === EVENT_STREAM && best.quality > 0;
}

function readRange(text: string): { range: string; quality: number } {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { range, quality: quality === undefined ? 1 : Number(quality) || 0 };
}

function typeFor(range: string): AnswerType | undefined {
  if (range === GRAPHQL || range === JSON_TYPE) return range;
  return range === '*/*' || range === 'application/*' ? JSON_TYPE : undefined;
}
