import { randomUUID } from 'node:crypto';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { createTokenVerifier } from '../auth/verify-token.js';
import type { Viewer } from '../auth/viewer.js';
import { checkReadiness } from '../lifecycle/health.js';
import { createRequestAuthenticator, RequestRefused } from './authenticate-request.js';
import { buildSubgraph } from './build-subgraph.js';
import type { SubgraphContext } from './context.js';
import { maskErrors } from './mask-errors.js';
import { refuseUnstorableText } from './refuse-unstorable-text.js';
import type { SubgraphRuntime } from './runtime.js';
import { serveSubscriptions } from './serve-subscriptions.js';
import type { Subgraph } from './subgraph.js';

declare module 'fastify' {
  interface FastifyRequest {
    rawBody: Buffer;
    viewer: Viewer | undefined;
  }
}

/** The HTTP door of a running subgraph. */
export interface ServedSubgraph {
  readonly app: FastifyInstance;
  readonly port: number;
  /** Finishes requests in flight, closes sockets with 1001. */
  stop(): Promise<void>;
}

const NEVER = new AbortController().signal;
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Serves `/graphql` for the router, `/health/live` and `/health/ready` for the platform, and the subgraph's own doors. */
export async function serveSubgraph<Context extends SubgraphContext>(
  subgraph: Subgraph<Context>,
  runtime: SubgraphRuntime,
): Promise<ServedSubgraph> {
  const { options, logger } = runtime;
  const schema = buildSubgraph(subgraph);
  const authenticate = createRequestAuthenticator(options.routerSignatureSecrets, createTokenVerifier(options));
  const contextFor = createContextFactory(subgraph, runtime);

  const app = fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: 'idle' });
  const masked = maskErrors(logger);
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true, // composition reads it; only signed calls arrive
    csrfPrevention: false, // no browser can sign
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: masked.formatError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      masked.plugin,
      textCheck,
    ],
  });
  await apollo.start();

  await app.register(async (graph) => {
    keepRawBody(graph);
    graph.route({
      method: 'POST',
      url: '/graphql',
      preHandler: async (request, reply) => {
        try {
          request.viewer = await authenticate({
            method: 'POST',
            path: '/graphql',
            headers: request.headers,
            body: request.rawBody,
          });
        } catch (error) {
          if (!(error instanceof RequestRefused)) throw error;
          return reply
            .code(401)
            .send({ errors: [{ message: error.message, extensions: { code: 'UNAUTHENTICATED' } }] });
        }
      },
      handler: fastifyApolloHandler(apollo, {
        context: async (request) =>
          contextFor({ viewer: request.viewer, requestId: requestId(request), signal: NEVER }),
      }),
    });
  });
  addHealth(app, runtime);
  await subgraph.routes?.(app, runtime);
  await app.listen({ port: options.port, host: options.host });
  const stopSubscriptions = serveSubscriptions({ server: app.server, schema, authenticate, contextFor, logger });

  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('A subgraph listens on a TCP port.');
  return {
    app,
    port: address.port,
    async stop() {
      await stopSubscriptions();
      await drain(app);
      await apollo.stop();
    },
  };
}

const textCheck: ApolloServerPlugin<SubgraphContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, request }) =>
      refuseUnstorableText({ document, variables: request.variables }),
  }),
};

const DRAIN_INTERVAL_MS = 50;

/** Closes the server. Connections that were busy are closed after their request, not when their keep-alive ends. */
async function drain(app: FastifyInstance): Promise<void> {
  const closeIdle = setInterval(() => app.server.closeIdleConnections(), DRAIN_INTERVAL_MS);
  await app.close().finally(() => clearInterval(closeIdle));
}

/** Makes the context of one operation or event. */
export type ContextFactory<Context> = (caller: Caller) => Context;

/** Who asks, for which request, and when it is over. */
export interface Caller {
  readonly viewer: Viewer | undefined;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

function createContextFactory<Context extends SubgraphContext>(
  subgraph: Subgraph<Context>,
  runtime: SubgraphRuntime,
): ContextFactory<Context> {
  return (caller) => {
    const base: SubgraphContext = { ...caller, em: runtime.em(), listener: runtime.listener };
    // Without createContext a subgraph's context is the base.
    return subgraph.createContext?.(base, runtime) ?? (base as Context);
  };
}

const requestId = (request: FastifyRequest): string => String(request.headers['x-request-id'] ?? randomUUID());

/** The signature covers the bytes as they came. */
function keepRawBody(app: FastifyInstance): void {
  app.decorateRequest('rawBody');
  app.decorateRequest('viewer');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = Buffer.from(body);
    try {
      done(null, JSON.parse(body.toString()));
    } catch (error) {
      done(Object.assign(new Error('The body is not JSON.', { cause: error }), { statusCode: 400 }));
    }
  });
}

function addHealth(app: FastifyInstance, { orm }: SubgraphRuntime): void {
  const checks = [{ name: 'database', check: () => orm.isConnected() }];
  app.get('/health/live', async () => ({ live: true }));
  app.get('/health/ready', async (_request, reply) => {
    const readiness = await checkReadiness(checks);
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
}
