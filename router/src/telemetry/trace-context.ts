import { isJson } from '../plan-executor/own-properties.js';

/** Where a trace goes on (W3C Trace Context). */
export interface TraceContext {
  readonly traceparent?: string;
  readonly tracestate?: string;
}

const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
/** What may stand in a header. */
const PRINTABLE = /^[\x20-\x7e]{1,512}$/;

/** Reads it from headers, or from the extensions of a message, whatever else is in them. */
export function traceContextOf(from: unknown): TraceContext {
  if (!isJson(from)) return {};
  const { traceparent, tracestate } = from;
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return {};
  return typeof tracestate === 'string' && PRINTABLE.test(tracestate) ? { traceparent, tracestate } : { traceparent };
}
