import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { createLogger } from '@fleetgraph/kit/logging/create-logger';
import type { Logger } from 'pino';
import { openCache } from './cache/open-cache.js';
import { checkConfig } from './config/check-config.js';
import type { RouterConfig } from './config/config-schema.js';
import { type Traffic, trafficOf } from './config/traffic-section.js';
import { drain } from './drain.js';
import { Health } from './edge/health.js';
import { ReverseProxy } from './edge/reverse-proxy.js';
import { StaticFiles } from './edge/static-files.js';
import { AdaptiveLimit } from './gate/adaptive-limit.js';
import { createAuthenticate } from './gate/authenticate.js';
import { createAdmission } from './gate/create-admission.js';
import { GraphiqlPage } from './gate/graphiql-page.js';
import { handleGraphql } from './gate/handle-graphql.js';
import { originRule } from './gate/origin.js';
import { admitAtMost } from './gate/shed-load.js';
import { createWarming } from './operation/warming.js';
import type { RouterOptions, RunningRouter } from './router-options.js';
import { Runtime } from './runtime.js';
import { createRouterServer } from './server.js';
import { propagatedHeaders } from './subgraph-client/propagated-headers.js';
import { SubgraphClient } from './subgraph-client/subgraph-client.js';
import { LiveDoors } from './subscriptions/live-doors.js';
import { StreamRegistry } from './subscriptions/stream-registry.js';
import { CurrentSupergraph } from './supergraph/current-supergraph.js';
import { firstText, type SupergraphSource, supergraphSource } from './supergraph/sources/supergraph-source.js';
import { watchSource } from './supergraph/sources/watch-source.js';
import { SubgraphAddresses } from './supergraph/subgraph-addresses.js';
import { createTelemetry, serveMetrics } from './telemetry/create-telemetry.js';
import type { RouterState } from './telemetry/metrics/state-metrics.js';

export type { RouterOptions, RunningRouter } from './router-options.js';

/** Connections that wait to be accepted; the system's own bound counts, too. */
const BACKLOG = 4_096;

/** Starts a router; rejects when the supergraph or the port cannot be had. */
export async function startRouter({ logger: given, bus, ...settings }: RouterOptions): Promise<RunningRouter> {
  const config = checkConfig(settings);
  const { limits, timeouts, signing } = config;
  const introspection =
    config.introspection ?? (config.dev || config.authentication === undefined ? 'everybody' : 'signedIn');
  const logger = given ?? createLogger({ name: 'router', level: config.logging.level });
  const source = await supergraphSource(config);
  const current = await CurrentSupergraph.load(await firstText(source), {
    limits,
    introspection,
    execution: config.execution,
  });
  const addresses = new SubgraphAddresses(current, config.subgraphs);
  const parts = new StopInOrder();
  parts.push(() => current.close());
  const admission = await createAdmission(current, config, { parts, logger });

  const telemetry = await createTelemetry(config, { parts, logger });
  const client = new SubgraphClient({
    addressesOf: (subgraph) => addresses.of(subgraph),
    trafficOf: (subgraph) => trafficOfSubgraph(config, subgraph),
    signatureSecrets: signing.secrets,
    maxAnswerBytes: limits.maxSubgraphAnswerBytes,
    told: (event, subgraph, url) => logger.warn({ subgraph, url }, event),
    watch: telemetry?.callWatch,
  });
  parts.push(() => client.close());
  const cache = await openCache(config.cache, { supergraph: () => current.supergraph, logger, parts, bus });
  const streams = new StreamRegistry();
  parts.push(() => streams.closeAll());
  const runtime = new Runtime({
    current,
    admission,
    client,
    cache,
    streams,
    limits,
    requestTimeoutMs: timeouts.requestMs,
    propagatedHeaders: propagatedHeaders(config.headers.propagate),
    logger,
    telemetry,
  });
  const doors = createDoors(runtime, config);
  const warming = await createWarming(config, {
    manifests: () => admission.parts.persisted.all(),
    logger,
  });
  const health = new Health(
    () => addresses.all,
    () => client.snapshot(),
  );
  parts.push(() => health.close());
  parts.push(() => doors.proxy.close());
  const state = stateOf(runtime, doors.live);
  const metrics = await serveMetrics(config, telemetry?.parts.metrics, { state, logger }).catch(
    async (cause: unknown) => {
      await parts.stop();
      throw cause;
    },
  );
  parts.push(() => metrics?.close());

  const server = createRouterServer({ ...doors, health, onFault: (err) => logger.error({ err }, 'a request failed') });
  server.listen({ port: config.port, host: config.host, backlog: BACKLOG });
  await once(server, 'listening').catch(async (cause: unknown) => {
    await parts.stop();
    throw cause;
  });
  parts.push(() => doors.live.close());
  parts.push(() => drain(server, doors.live));
  parts.push(() => health.stopping());
  health.notBefore(current.expect(warming));
  current.onReplaced(() => doors.live.restart());
  parts.push(watch(source, current, { intervalMs: config.watchIntervalMs, logger }));

  const { port } = server.address() as AddressInfo; // a server that listens on TCP
  return { port, url: `http://localhost:${port}`, metricsUrl: metrics?.url, stop: () => parts.stop() };
}

function trafficOfSubgraph({ traffic, timeouts, subgraphs }: RouterConfig, subgraph: string): Traffic {
  const own = Object.hasOwn(subgraphs, subgraph) ? subgraphs[subgraph]?.traffic : undefined;
  return trafficOf({ ...traffic, timeoutMs: timeouts.subgraphMs }, own);
}

/** What metrics tell without anybody counting for them. */
function stateOf(
  { client, current, streams, parts: { cache } }: Runtime,
  { sockets, eventStreams }: LiveDoors,
): RouterState {
  return {
    counts: current.counts,
    subgraphs: () => client.snapshot(),
    plansWaiting: () => current.supergraph.planner.waiting,
    connections: () => ({ websocket: sockets.size, sse: eventStreams.size }),
    cache: cache?.counts,
    streams: () => ({ open: streams.size, events: streams.events }),
  };
}

function createDoors(runtime: Runtime, config: RouterConfig) {
  const { origins, edge, web, dev, explain } = config;
  const authenticate = createAuthenticate(config.authentication, runtime.admission.refusals);
  const isAllowedOrigin = originRule(origins.allowed);
  const routes = Object.entries(edge).map(([prefix, target]) => ({ prefix, target }));
  const { maxConcurrentRequests, maxBusyMs } = config.limits;
  const limit = new AdaptiveLimit(maxConcurrentRequests, maxBusyMs);
  const live = new LiveDoors(runtime, { authenticate, limit }, config);
  const door = {
    runtime,
    authenticate,
    isAllowedOrigin,
    trustsProxy: origins.trustProxy,
    eventStreams: live.eventStreams,
    explain: { ...explain, isForAll: dev },
  };
  return {
    graphql: admitAtMost(
      limit,
      (request, response) => handleGraphql(door, request, response),
      () => runtime.telemetry?.shed('http'),
    ),
    live,
    proxy: new ReverseProxy(routes, origins.trustProxy),
    files: web.root === undefined ? undefined : new StaticFiles(web.root, web.contentSecurityPolicy),
    graphiqlPath: web.graphiqlPath,
    graphiql: dev && web.graphiqlPath === undefined ? new GraphiqlPage() : undefined,
    isAllowedOrigin,
    maxBodyBytes: runtime.limits.maxBodyBytes,
  } satisfies Partial<Parameters<typeof createRouterServer>[0]>;
}

function watch(
  source: SupergraphSource,
  current: CurrentSupergraph,
  { intervalMs, logger }: { intervalMs: number; logger: Logger },
): () => Promise<void> {
  return watchSource(source, {
    intervalMs,
    async onText(text) {
      if (await current.replace(text))
        logger.info({ supergraph: current.supergraph.id }, 'another supergraph is served');
    },
    onFault: (err) => logger.error({ err }, 'the new supergraph was refused; the old one is kept'),
  });
}
