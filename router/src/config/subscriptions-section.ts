import { z } from 'zod';
import { names, whole } from './values.js';

/** Live data: sockets and event streams of clients, and the streams of subgraphs behind them. */
export const subscriptionsSection = z
  .strictObject({
    slowClients: z
      .enum(['close', 'latest'])
      .default('close')
      .describe(
        'What a client gets that reads more slowly than events come: `close` ends its connection with 1013, and it resumes; `latest` leaves out events but the last of each stream',
      ),
    maxBufferedBytes: whole(65_536)
      .default(1_048_576)
      .describe('Bytes that wait for one client before it counts as slow'),
    maxHistoryBytes: whole(0)
      .default(33_554_432)
      .describe(
        'Events of streams that begin with a state, kept for those who join later, in bytes as they came; when there are more, newcomers of the oldest streams open one of their own',
      ),
    maxSocketsPerClient: whole(1)
      .default(1_000)
      .describe('Sockets and event streams of one subject, or of one address when nobody is signed in'),
    maxMessagesPerSecond: whole(1)
      .default(200)
      .describe('Messages of a client on one socket; then it is closed with 1008'),
    keepAliveMs: whole(100)
      .default(12_000)
      .describe('Pings of sockets and comments in event streams; who does not answer until the next is gone, in ms'),
    closingMs: whole(1)
      .default(5_000)
      .describe('Time of a client for what is on its way to it when its socket is closed, in ms'),
    reconnectMs: whole(0)
      .default(30_000)
      .describe(
        'For so long a lost stream of a subgraph is taken up behind the last `sequence` before clients are told, in ms',
      ),
  })
  .prefault({})
  .describe('Live data over WebSocket and Server-Sent Events');

/** Settings of live data. */
export type SubscriptionSettings = z.output<typeof subscriptionsSection>;

/** How one subgraph offers its streams. */
export const subgraphStreams = z
  .strictObject({
    protocol: z
      .enum(['websocket', 'sse'])
      .default('websocket')
      .describe('`websocket`: graphql-transport-ws; `sse`: GraphQL over SSE, distinct connections'),
    urls: names(z.url({ protocol: /^(https?|wss?)$/ }))
      .refine((urls) => urls.length > 0, 'must have at least one address')
      .optional()
      .describe('Addresses of its streams, when they differ from those of the subgraph; several take turns'),
  })
  .prefault({})
  .describe('Streams of this subgraph');
