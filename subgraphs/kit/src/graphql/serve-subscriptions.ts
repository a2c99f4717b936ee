import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { Viewer } from '../auth/viewer.js';
import { type RequestAuthenticator, RequestRefused } from './authenticate-request.js';
import type { SubgraphContext } from './context.js';
import { GraphError } from './graph-error.js';
import { maskGraphQLErrors } from './mask-errors.js';
import { refuseUnstorableText } from './refuse-unstorable-text.js';
import type { Caller, ContextFactory } from './serve-subgraph.js';

/** What the WebSocket door needs. */
interface SubscriptionDoor<Context> {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly authenticate: RequestAuthenticator;
  readonly contextFor: ContextFactory<Context>;
  readonly logger: Logger;
}

/** Serves graphql-transport-ws to the router on `/graphql`; the upgrade request carries signature and token. */
export function serveSubscriptions<Context extends SubgraphContext>(
  door: SubscriptionDoor<Context>,
): () => Promise<void> {
  const { server, schema, authenticate, contextFor, logger } = door;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024, perMessageDeflate: false });
  const viewers = new WeakMap<IncomingMessage, Viewer>();

  const served = useServer<Record<string, never>, { request: IncomingMessage }>(
    {
      schema,
      context: ({ extra }) => ({ viewer: viewers.get(extra.request), requestId: requestId(extra.request) }),
      subscribe: (args) => subscribeFresh(args, contextFor),
      execute,
      onNext: ({ extra }, _id, _payload, _args, result) => {
        if (result.errors === undefined) return undefined;
        return {
          data: result.data ?? null,
          errors: maskGraphQLErrors(logger, result.errors, requestId(extra.request)).map((error) => error.toJSON()),
        };
      },
      onError: ({ extra }, _id, _payload, errors) =>
        maskGraphQLErrors(logger, errors as never[], requestId(extra.request)).map((error) => error.toJSON()),
    },
    sockets,
  );

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    try {
      const path = new URL(request.url ?? '/', 'http://subgraph').pathname;
      if (path !== '/graphql') throw new RequestRefused('There is nothing here.');
      const viewer = await authenticate({ method: 'GET', path, headers: request.headers, body: '' });
      if (viewer !== undefined) viewers.set(request, viewer);
    } catch (error) {
      if (!(error instanceof RequestRefused)) logger.error({ err: error }, 'a subscription could not be opened');
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request));
  };
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
    void upgrade(request, socket, head);
  server.on('upgrade', onUpgrade);

  return async () => {
    server.off('upgrade', onUpgrade);
    await served.dispose();
  };
}

/**
 * Subscribes like graphql-js, but each event is resolved with a context of its own, so that nothing is remembered
 * between events; and an end aborts the source's signal, since an async generator that waits cannot be returned.
 */
async function subscribeFresh<Context>(args: ExecutionArgs, contextFor: ContextFactory<Context>) {
  const over = new AbortController();
  // What the `context` option above made.
  const caller = args.contextValue as Pick<Caller, 'viewer' | 'requestId'>;
  const freshContext = (): Context => contextFor({ ...caller, signal: over.signal });

  try {
    refuseUnstorableText({ document: args.document, variables: args.variableValues });
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { errors: [error] };
  }
  const source = await createSourceEventStream({ ...args, contextValue: freshContext() });
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next(): Promise<IteratorResult<ExecutionResult>> {
      const event = await events.next();
      if (event.done === true) return event;
      return { done: false, value: await execute({ ...args, rootValue: event.value, contextValue: freshContext() }) };
    },
    async return(): Promise<IteratorResult<ExecutionResult>> {
      over.abort();
      await events.return?.();
      return { done: true, value: undefined };
    },
    async throw(error: unknown): Promise<IteratorResult<ExecutionResult>> {
      over.abort();
      throw error;
    },
  };
}

/** One id for the whole subscription: the router's, or one of ours that stays with the request. */
function requestId({ headers }: IncomingMessage): string {
  headers['x-request-id'] ??= randomUUID();
  return String(headers['x-request-id']);
}
