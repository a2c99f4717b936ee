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
import { originRule, preflightHeaders } from './gate/origin.js';
import { admitAtMost } from './gate/shed-load.js';
import { assertKeysIn } from './gate/tokens/load-keys.js';
import { createWarming } from './operation/warming.js';
import type { RouterOptions, RunningRouter } from './router-options.js';
import { Runtime } from './runtime.js';
import { createRouterServer } from './server.js';
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

/** Starts a router; rejects when something that it needs cannot be had, and then leaves nothing running. */
export async function startRouter({
  logger: given,
  bus,
  siblings,
  ...settings
}: RouterOptions): Promise<RunningRouter> {
  const config = checkConfig(settings);
  const logger = given ?? createLogger({ name: 'router', level: config.logging.level });
  const parts = new StopInOrder();
  try {
    return await startParts(config, { parts, logger, bus, siblings });
  } catch (cause) {
    await parts.stop().catch((err: unknown) => logger.error({ err }, 'what had started did not stop cleanly'));
    throw cause;
  }
}

/** What a router is started in. */
interface Surroundings {
  readonly parts: StopInOrder;
  readonly logger: Logger;
  readonly bus: RouterOptions['bus'];
  readonly siblings: RouterOptions['siblings'];
}

async function startParts(config: RouterConfig, around: Surroundings): Promise<RunningRouter> {
  const { parts, logger } = around;
  const { authentication, port: wantedPort, host, watchIntervalMs: intervalMs } = config;
  if (authentication?.jwksFile !== undefined) await assertKeysIn(authentication.jwksFile);
  const source = await supergraphSource(config);
  parts.push(() => source.close?.());
  const current = await loadCurrent(config, await firstText(source));
  parts.push(() => current.close());
  const addresses = new SubgraphAddresses(current, config.subgraphs);
  if (addresses.unknown.length > 0)
    logger.warn({ subgraphs: addresses.unknown }, 'there are settings for subgraphs that the supergraph does not have');
  if (addresses.missing.length > 0)
    logger.warn({ subgraphs: addresses.missing }, 'there are subgraphs without an address');
  const runtime = await createRuntime(config, around, { current, addresses });
  const { client, telemetry } = runtime;
  const doors = createDoors(runtime, config, parts);
  const warming = await createWarming(config, {
    manifests: () => runtime.admission.parts.persisted.all(),
    logger,
  });
  const health = new Health(
    () => addresses.all,
    () => client.snapshot(),
  );
  parts.push(() => health.close());
  parts.push(() => doors.proxy.close());
  const state = stateOf(runtime, doors.live);
  const metrics = await serveMetrics(config, telemetry?.parts.metrics, { state, logger });
  parts.push(() => metrics?.close());

  const server = createRouterServer({ ...doors, health, onFault: (err) => logger.error({ err }, 'a request failed') });
  server.listen({ port: wantedPort, host, backlog: BACKLOG });
  await once(server, 'listening');
  parts.push(() => doors.live.close());
  parts.push(() => drain(server, doors.live));
  parts.push(() => health.stopping());
  health.notBefore(current.expect(warming));
  current.onReplaced(() => doors.live.restart());
  parts.push(watch(source, current, { intervalMs, logger }));

  const { port } = server.address() as AddressInfo; // a server that listens on TCP
  return { port, url: `http://localhost:${port}`, metricsUrl: metrics?.url, stop: () => parts.stop() };
}

function loadCurrent(config: RouterConfig, sdl: string): Promise<CurrentSupergraph> {
  const { limits, execution, dev, authentication } = config;
  const introspection = config.introspection ?? (dev || authentication === undefined ? 'everybody' : 'signedIn');
  return CurrentSupergraph.load(sdl, { limits, introspection, execution });
}

async function createRuntime(
  config: RouterConfig,
  { parts, logger, bus, siblings }: Surroundings,
  { current, addresses }: { readonly current: CurrentSupergraph; readonly addresses: SubgraphAddresses },
): Promise<Runtime> {
  const { limits, timeouts, signing, headers } = config;
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
  const cache = await openCache(config.cache, { supergraph: () => current.supergraph, logger, parts, bus, siblings });
  const streams = new StreamRegistry(config.subscriptions.maxHistoryBytes);
  parts.push(() => streams.closeAll());
  return new Runtime({
    current,
    admission,
    client,
    cache,
    streams,
    limits,
    requestTimeoutMs: timeouts.requestMs,
    propagatedHeaders: headers.propagate,
    logger,
    telemetry,
  });
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

function createDoors(runtime: Runtime, config: RouterConfig, parts: StopInOrder) {
  const { origins, edge, web, dev, explain, headers } = config;
  const authenticate = createAuthenticate(config.authentication, runtime.admission.refusals, parts);
  const isAllowedOrigin = originRule(origins.allowed);
  const routes = Object.entries(edge).map(([prefix, target]) => ({ prefix, target }));
  const { maxConcurrentRequests, maxBusyMs } = config.limits;
  const limit = new AdaptiveLimit(maxConcurrentRequests, maxBusyMs);
  const live = new LiveDoors(runtime, { authenticate, limit }, config);
  const door = {
    runtime,
    authenticate,
    bodies: { maxBytes: runtime.limits.maxBodyBytes, limit },
    isAllowedOrigin,
    preflightHeaders: preflightHeaders(headers.propagate),
    trustsProxy: origins.trustProxy,
    eventStreams: live.eventStreams,
    explain: { ...explain, isForAll: dev },
  };
  return {
    graphql: admitAtMost(limit, (request, response) => handleGraphql(door, request, response), {
      isAllowedOrigin,
      onShed: () => runtime.telemetry?.shed('http'),
    }),
    live,
    proxy: new ReverseProxy(routes, origins.trustProxy),
    files: web.root === undefined ? undefined : new StaticFiles(web.root, web.contentSecurityPolicy),
    graphiqlPath: web.graphiqlPath,
    graphiql: dev && web.graphiqlPath === undefined ? new GraphiqlPage() : undefined,
    isAllowedOrigin,
    maxBodyBytes: runtime.limits.maxBodyBytes,
    unreadMs: config.timeouts.unreadMs,
    onUnread: () => {
      runtime.current.counts.slowClients++;
    },
  } satisfies Partial<Parameters<typeof createRouterServer>[0]>;
}

function watch(
  source: SupergraphSource,
  current: CurrentSupergraph,
  { intervalMs, logger }: { intervalMs: number; logger: Logger },
): () => void {
  return watchSource(source, {
    intervalMs,
    async onText(text) {
      if (await current.replace(text))
        logger.info({ supergraph: current.supergraph.id }, 'another supergraph is served');
    },
    onFault: (err) => logger.error({ err }, 'the new supergraph was refused; the old one is kept'),
  });
}
