import { z } from 'zod';
import { names } from './values.js';

/** Headers that belong to one connection (RFC 9110, 7.6.1) or are the router's own to write. */
const NEVER: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'traceparent',
  'tracestate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-request-id',
]);
/** Headers by which subgraphs know the router and whom it speaks for. */
const OWN_PREFIX = 'x-fleetgraph-';

const mayBePropagated = (name: string): boolean => !NEVER.has(name) && !name.startsWith(OWN_PREFIX);

/** What of a client's headers subgraphs get to see. */
export const headersSection = z
  .strictObject({
    propagate: names(
      z
        .string()
        .toLowerCase()
        .refine(mayBePropagated, { error: ({ input }) => `${input} is the router's own to write` }),
    )
      .default([])
      .describe('Names of headers that are handed on to subgraphs as they came; never those that say who asks'),
  })
  .prefault({});
