/**
 * Every `extensions.code` of a top-level GraphQL error, with what the caller can do.
 * Refusals of the business are not here: they are members of payload unions.
 */
export const ERROR_CODES = {
  GRAPHQL_PARSE_FAILED: { status: 400, retryable: false, meaning: 'The operation is not GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, retryable: false, meaning: 'The operation does not fit the schema.' },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    retryable: false,
    meaning: 'No, or more than one, operation matches `operationName`.',
  },
  BAD_REQUEST: { status: 400, retryable: false, meaning: 'The request is not GraphQL over HTTP.' },
  BAD_USER_INPUT: {
    status: 400,
    retryable: false,
    meaning: 'A variable or argument has a value its type does not allow.',
  },
  UNAUTHENTICATED: { status: 401, retryable: false, meaning: 'Sign in, or renew the token.' },
  FORBIDDEN: { status: 403, retryable: false, meaning: 'The token lacks a scope that this field needs.' },
  CSRF_PREVENTED: {
    status: 400,
    retryable: false,
    meaning: 'Send `content-type: application/json` or a `graphql-preflight` header.',
  },
  NOT_ACCEPTABLE: {
    status: 406,
    retryable: false,
    meaning: 'Accept `application/graphql-response+json` or `application/json`.',
  },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false, meaning: 'POST for everything, GET for queries.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false, meaning: 'Send `content-type: application/json`.' },
  BODY_TOO_LARGE: { status: 413, retryable: false, meaning: 'Send a smaller request.' },
  LIMIT_EXCEEDED: {
    status: 400,
    retryable: false,
    meaning: 'The operation is too deep, too wide or too long; `limit` names which.',
  },
  COST_EXCEEDED: { status: 400, retryable: false, meaning: 'The operation costs too much; ask for fewer rows.' },
  PERSISTED_QUERY_NOT_FOUND: {
    status: 400,
    retryable: false,
    meaning: 'No operation is registered by this id; send its text where texts are taken.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: { status: 400, retryable: false, meaning: 'Ids are not taken here; send the text.' },
  PERSISTED_QUERY_ID_REQUIRED: { status: 400, retryable: false, meaning: 'Send the id of a registered operation.' },
  RATE_LIMITED: { status: 429, retryable: true, meaning: 'Wait as `Retry-After` says.' },
  NOT_FOUND: { status: 200, retryable: false, meaning: 'There is no such thing, or it is not yours.' },
  SUBSCRIPTION_NOT_SUPPORTED: {
    status: 400,
    retryable: false,
    meaning: 'Subscribe over WebSocket (graphql-transport-ws), or with `accept: text/event-stream`.',
  },
  SUBGRAPH_UNAVAILABLE: {
    status: 200,
    retryable: true,
    meaning: 'A part of the system is down; the rest of the answer is valid.',
  },
  SUBGRAPH_TIMEOUT: {
    status: 200,
    retryable: true,
    meaning: 'A part of the system is slow; the rest of the answer is valid.',
  },
  SUBGRAPH_OVERLOADED: {
    status: 200,
    retryable: true,
    meaning: 'A part of the system has more to do than it can; ask again later, the rest of the answer is valid.',
  },
  SUBGRAPH_INVALID_RESPONSE: { status: 200, retryable: true, meaning: 'A part of the system gave no usable answer.' },
  STREAM_TOO_FAST: {
    status: 200,
    retryable: true,
    meaning: 'Events came faster than they could be answered; subscribe again with the last `sequence` as `after`.',
  },
  PLAN_FAILED: {
    status: 500,
    retryable: false,
    meaning: 'The operation cannot be planned over the subgraphs; report it with the request id.',
  },
  SERVER_OVERLOADED: { status: 503, retryable: true, meaning: 'Too much at once; wait as `Retry-After` says.' },
  SERVER_STOPPING: { status: 503, retryable: true, meaning: 'The server is stopping; ask again.' },
  INTERNAL_SERVER_ERROR: { status: 500, retryable: true, meaning: 'A fault of ours; report it with the request id.' },
} as const satisfies Record<string, { status: number; retryable: boolean; meaning: string }>;

/** One error code. */
export type ErrorCode = keyof typeof ERROR_CODES;
