import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { type Dispatcher, request } from 'undici';
import { isJson } from '../../plan-executor/own-properties.js';
import { readErrors } from '../../subgraph-client/parse-answer.js';
import { SubgraphFailure } from '../../subgraph-client/subgraph-answer.js';
import {
  type CloseUpstream,
  HANDSHAKE_MS,
  MAX_EVENT_BYTES,
  type UpstreamCall,
  type UpstreamSink,
  upstreamHeaders,
} from './upstream.js';

/** A subgraph that sends comments to show that it lives is taken for dead after so long a silence. */
const SILENCE_MS = 30_000;
/** Why a stream is over that was ended as a server does that stops. */
const FAREWELL = 'the connection was closed';

/** Opens a stream over a request of its own (GraphQL over SSE, distinct connections mode). */
export function openSseUpstream(upstream: UpstreamCall, sink: UpstreamSink): CloseUpstream {
  const abort = new AbortController();
  const { subgraph } = upstream;
  let isClosed = false;
  const end = (tell: () => void) => {
    if (!isClosed) tell();
    isClosed = true;
    abort.abort();
  };
  const lost = (cause: unknown) =>
    end(() => {
      const details = { wasSent: true, cause, isAddressFault: cause !== FAREWELL };
      const failure = new SubgraphFailure(subgraph, 'SUBGRAPH_UNAVAILABLE', details);
      sink.lost(cause instanceof SubgraphFailure ? cause : failure);
    });
  const onEvent = ({ event, data }: EventSourceMessage) => {
    if (isClosed) return;
    if (event === 'complete') return end(() => sink.done());
    if (event !== 'next') return;
    const answer: unknown = JSON.parse(data);
    if (!isJson(answer)) throw new Error('an event is not a GraphQL answer');
    const errors = readErrors(answer.errors);
    // Without `data` nothing was begun: the operation was refused.
    if (answer.data === undefined && errors.length > 0) end(() => sink.refused(errors));
    else sink.event({ data: isJson(answer.data) ? answer.data : undefined, errors }, data.length);
  };
  ask(upstream, abort.signal)
    .then((response) => read(response, upstream, { onOpened: () => sink.opened(), onEvent }))
    .then(() => lost(FAREWELL), lost);
  return () => end(() => {});
}

function ask(upstream: UpstreamCall, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  const { url, dispatcher, document: query, variables, operationName } = upstream;
  const body = JSON.stringify({ query, variables, operationName });
  return request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...upstreamHeaders(upstream, { method: 'POST', url, body }),
    },
    body,
    signal,
    dispatcher,
    headersTimeout: HANDSHAKE_MS,
    bodyTimeout: 0,
  });
}

async function read(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { subgraph }: UpstreamCall,
  { onOpened, onEvent }: { onOpened(): void; onEvent(event: EventSourceMessage): void },
): Promise<void> {
  if (!String(headers['content-type']).startsWith('text/event-stream')) {
    const data = await saidInstead(body);
    if (!isRefusal(data)) throw notAStream(subgraph, statusCode);
    onOpened();
    return onEvent({ event: 'next', data });
  }
  onOpened();
  let silence: NodeJS.Timeout | undefined;
  const parser = createParser({
    onEvent,
    onComment: () => {
      silence ??= setTimeout(() => body.destroy(new Error('silence')), SILENCE_MS).unref();
    },
    maxBufferSize: MAX_EVENT_BYTES, // beyond it `feed` throws
  });
  try {
    body.setEncoding('utf8');
    for await (const text of body as AsyncIterable<string>) {
      silence?.refresh();
      parser.feed(text);
    }
  } finally {
    clearTimeout(silence);
  }
}

/** What a subgraph says instead of a stream: as long as an event, in the time of a handshake. */
async function saidInstead(body: Dispatcher.ResponseData['body']): Promise<string> {
  const patience = setTimeout(() => body.destroy(new Error('its answer does not end')), HANDSHAKE_MS).unref();
  let said = '';
  try {
    body.setEncoding('utf8');
    for await (const text of body as AsyncIterable<string>) {
      said += text;
      if (said.length > MAX_EVENT_BYTES) throw new Error('its answer is too long');
    }
    return said;
  } finally {
    clearTimeout(patience);
  }
}

/** A GraphQL answer that has only errors. */
function isRefusal(text: string): boolean {
  try {
    const body: unknown = JSON.parse(text);
    return isJson(body) && body.data === undefined && readErrors(body.errors).length > 0;
  } catch {
    return false;
  }
}

function notAStream(subgraph: string, status: number): SubgraphFailure {
  const isDown = status === 429 || status >= 500;
  const cause = `status ${status} without an event stream`;
  return new SubgraphFailure(subgraph, isDown ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_INVALID_RESPONSE', {
    wasSent: true,
    cause,
    isAddressFault: isDown,
  });
}
