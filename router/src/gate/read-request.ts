import type { IncomingMessage } from 'node:http';
import type { OperationRequest } from '../operation/execute-operation.js';
import { isJson, type Json } from '../plan-executor/own-properties.js';
import { type BodyLimits, readBody } from './read-body.js';
import { RequestRefused } from './request-refused.js';

/** Content types that a form of any site can send without asking first. */
const SIMPLE_TYPES: ReadonlySet<string> = new Set([
  '',
  'text/plain',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
]);

/** Methods of the graph's endpoint. */
export const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, DELETE, OPTIONS';

/** GET, or HEAD, which is a GET without the body of its answer (RFC 9110, section 9.3.2). */
export const isReading = ({ method }: Pick<IncomingMessage, 'method'>): boolean =>
  method === 'GET' || method === 'HEAD';

/** Reads a GraphQL request by the rules of GraphQL over HTTP. */
export async function readRequest(request: IncomingMessage, limits: BodyLimits): Promise<OperationRequest> {
  const read = await readRequests(request, limits, 1);
  if (isList(read)) throw new RequestRefused('BAD_REQUEST', 'Send one operation at a time.');
  return read;
}

/** Reads a GraphQL request, or a list of them where lists are taken. */
export async function readRequests(
  request: IncomingMessage,
  limits: BodyLimits,
  maxBatch: number,
): Promise<OperationRequest | readonly OperationRequest[]> {
  if (isReading(request)) return readParameters(readQuery(request.url ?? '', limits.maxBytes));
  if (request.method !== 'POST') {
    throw new RequestRefused('METHOD_NOT_ALLOWED', 'Use POST, or GET for queries.', { allow: ALLOWED_METHODS });
  }
  assertJson(request.headers['content-type']);
  const body = parseJson(await readBody(request, limits), 'The body');
  return Array.isArray(body) ? readBatch(body, maxBatch) : readParameters(objectOf(body));
}

/** Whether a request was a list of operations. */
export const isList = (read: OperationRequest | readonly OperationRequest[]): read is readonly OperationRequest[] =>
  Array.isArray(read);

function readBatch(entries: readonly unknown[], maxBatch: number): readonly OperationRequest[] {
  if (maxBatch === 1) throw new RequestRefused('BAD_REQUEST', 'Send one operation at a time: lists are not accepted.');
  if (entries.length === 0) throw new RequestRefused('BAD_REQUEST', 'The list of operations is empty.');
  if (entries.length > maxBatch) {
    const details = { limit: 'batch', max: maxBatch };
    throw new RequestRefused(
      'LIMIT_EXCEEDED',
      `More than ${maxBatch} operations in one request.`,
      {},
      undefined,
      details,
    );
  }
  return entries.map((entry) => readParameters(objectOf(entry)));
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
    return text === null || text === '' ? undefined : parseJson(text, `The parameter \`${name}\``);
  };
  return {
    query: searchParams.get('query') ?? undefined,
    documentId: searchParams.get('documentId') ?? undefined,
    operationName: searchParams.get('operationName') ?? undefined,
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

function objectOf(body: unknown): Json {
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
export function readParameters(parameters: Json): OperationRequest {
  const { query, operationName, variables, extensions } = parameters;
  const documentId = readDocumentId(parameters);
  if (documentId === undefined ? typeof query !== 'string' || query === '' : !isOptional(query, 'string'))
    throw wrong('query', 'a string');
  if (!isOptional(operationName, 'string')) throw wrong('operationName', 'a string');
  if (variables !== undefined && variables !== null && !isJson(variables)) throw wrong('variables', 'an object');
  if (extensions !== undefined && extensions !== null && !isJson(extensions)) throw wrong('extensions', 'an object');
  return {
    query: typeof query === 'string' ? query : '',
    documentId,
    // Many clients send an empty name for an operation without one.
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined,
    variables: variables ?? {},
    extensions: extensions ?? {},
  };
}

/** The id of a persisted operation: `documentId`, with or without its algorithm, or Apollo's `persistedQuery`. */
function readDocumentId({ documentId, extensions }: Json): string | undefined {
  if (!isOptional(documentId, 'string')) throw wrong('documentId', 'a string');
  if (typeof documentId === 'string') return documentId.replace(/^sha256:/, '');
  const persisted = isJson(extensions) ? extensions.persistedQuery : undefined;
  if (persisted === undefined || persisted === null) return undefined;
  const { version, sha256Hash } = isJson(persisted) ? persisted : {};
  if (version !== 1 || typeof sha256Hash !== 'string')
    throw wrong('extensions.persistedQuery', 'of version 1 with a sha256Hash');
  return sha256Hash;
}

const isOptional = (value: unknown, type: 'string'): boolean =>
  value === undefined || value === null || typeof value === type;

const wrong = (name: string, type: string): RequestRefused =>
  new RequestRefused('BAD_REQUEST', `The parameter \`${name}\` must be ${type}.`);
