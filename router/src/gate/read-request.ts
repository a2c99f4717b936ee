import type { IncomingMessage } from 'node:http';
import type { OperationRequest } from '../operation/execute-operation.js';
import { isJson, type Json } from '../plan-executor/own-properties.js';
import { readBody } from './read-body.js';
import { RequestRefused } from './request-refused.js';

/** Content types that a form of any site can send without asking first. */
const SIMPLE_TYPES: ReadonlySet<string> = new Set([
  '',
  'text/plain',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
]);

/** Methods of the graph's endpoint. */
export const ALLOWED_METHODS = 'GET, HEAD, POST, OPTIONS';

/** GET, or HEAD, which is a GET without the body of its answer (RFC 9110, section 9.3.2). */
export const isReading = ({ method }: Pick<IncomingMessage, 'method'>): boolean =>
  method === 'GET' || method === 'HEAD';

/** Reads a GraphQL request by the rules of GraphQL over HTTP. */
export async function readRequest(request: IncomingMessage, maxBytes: number): Promise<OperationRequest> {
  if (isReading(request)) return readParameters(readQuery(request.url ?? '', maxBytes));
  if (request.method !== 'POST') {
    throw new RequestRefused('METHOD_NOT_ALLOWED', 'Use POST, or GET for queries.', { allow: ALLOWED_METHODS });
  }
  assertJson(request.headers['content-type']);
  return readParameters(parseBody(await readBody(request, maxBytes)));
}

function assertJson(contentType: string | undefined): void {
  const [mediaType = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (SIMPLE_TYPES.has(mediaType)) throw new RequestRefused('CSRF_PREVENTED', 'Send `content-type: application/json`.');
  if (mediaType !== 'application/json') {
    throw new RequestRefused('UNSUPPORTED_MEDIA_TYPE', 'Send `content-type: application/json`.');
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && charset.replaceAll('"', '') !== 'utf-8') {
    throw new RequestRefused('UNSUPPORTED_MEDIA_TYPE', 'Send the body in UTF-8.');
  }
}

function readQuery(url: string, maxBytes: number): Json {
  if (url.length > maxBytes) throw new RequestRefused('BODY_TOO_LARGE', 'The URL is too long.');
  const { searchParams } = new URL(url, 'http://router');
  const json = (name: string) => {
    const text = searchParams.get(name);
    return text === null || text === '' ? undefined : parseJson(text, name);
  };
  return {
    query: searchParams.get('query') ?? undefined,
    operationName: searchParams.get('operationName') || undefined,
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

function parseBody(text: string): Json {
  const body = parseJson(text, 'the body');
  if (Array.isArray(body))
    throw new RequestRefused('BAD_REQUEST', 'Send one operation at a time: lists are not accepted.');
  if (!isJson(body)) throw new RequestRefused('BAD_REQUEST', 'The body must be a JSON object.');
  return body;
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestRefused('BAD_REQUEST', `${what} must be valid JSON.`, {}, cause);
  }
}

/** Checks the parameters of a request, wherever they came from. */
export function readParameters({ query, operationName, variables, extensions }: Json): OperationRequest {
  if (typeof query !== 'string' || query === '') throw wrong('query', 'a string');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    throw wrong('operationName', 'a string');
  if (variables !== undefined && variables !== null && !isJson(variables)) throw wrong('variables', 'an object');
  if (extensions !== undefined && extensions !== null && !isJson(extensions)) throw wrong('extensions', 'an object');
  return { query, operationName: operationName ?? undefined, variables: variables ?? {} };
}

const wrong = (name: string, type: string): RequestRefused =>
  new RequestRefused('BAD_REQUEST', `The parameter \`${name}\` must be ${type}.`);
