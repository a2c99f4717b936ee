import type { IncomingMessage } from 'node:http';
import type { RouterConfig } from '../config/config-schema.js';
import type { AdaptiveLimit } from '../gate/adaptive-limit.js';
import type { Authenticate } from '../gate/authenticate.js';
import { addressOf } from '../gate/caller-address.js';
import type { Asker } from '../gate/rate-limits/rate-limiter.js';
import type { Runtime } from '../runtime.js';
import { traceContextOf } from '../telemetry/trace-context.js';
import type { Visitor } from '../telemetry/visitor.js';
import { ClientQuota } from './client-quota.js';
import { Session } from './session.js';
import { EventStreams } from './sse/event-streams.js';
import { TimerWheel } from './timer-wheel.js';
import { streamAddresses } from './upstream/stream-addresses.js';
import { SocketClose } from './websocket/socket-close.js';
import { GraphqlWebSocketServer } from './websocket/websocket-server.js';

/** Connections of clients that stay open: sockets and event streams. */
export class LiveDoors {
  readonly sockets: GraphqlWebSocketServer;
  readonly eventStreams: EventStreams;
  readonly #wheel = new TimerWheel();

  constructor(
    runtime: Runtime,
    { authenticate, limit }: { readonly authenticate: Authenticate; readonly limit: AdaptiveLimit },
    config: RouterConfig,
  ) {
    const { subscriptions, timeouts, origins, limits } = config;
    const settings = {
      limit,
      reconnectMs: subscriptions.reconnectMs,
      streamAddress: streamAddresses(config.subgraphs, runtime.client),
    };
    const shared = {
      ...subscriptions,
      maxSubscriptionsPerSocket: limits.maxSubscriptionsPerSocket,
      wheel: this.#wheel,
      quota: new ClientQuota(subscriptions.maxSocketsPerClient),
      authenticate,
      addressOf: (request: IncomingMessage) => addressOf(request, origins.trustProxy),
      counts: runtime.current.counts,
      openSession: (asker: Asker, headers: IncomingMessage['headers'], visitor: Visitor) =>
        new Session(runtime, settings, {
          asker,
          visitor,
          headers: runtime.propagated(headers),
          trace: traceContextOf(headers),
        }),
    };
    this.eventStreams = new EventStreams({ ...shared, bodies: { maxBytes: limits.maxBodyBytes, limit } });
    this.sockets = new GraphqlWebSocketServer({
      ...shared,
      maxMessageBytes: limits.maxBodyBytes,
      initTimeoutMs: timeouts.socketInitMs,
      propagated: (headers) => runtime.propagated(headers),
      refused: (cause, address) => void runtime.admission.refusals?.count(cause, address),
      onFault: (err) => runtime.logger.error({ err }, 'a socket failed'),
    });
  }

  /** The router stops: what was asked is answered, then clients are sent away with 1001 and resume elsewhere. */
  goAway(): void {
    void this.sockets.leaveAll(SocketClose.goingAway, 'Going away');
    this.eventStreams.leaveAll(Number.POSITIVE_INFINITY);
  }

  /** Another schema is served: clients are sent away with 1012, connect again and resume. */
  restart(): void {
    void this.sockets.leaveAll(SocketClose.serviceRestart, 'The schema has changed');
    this.eventStreams.leaveAll();
  }

  /** Ends the connections of clients that did not go. */
  terminateAll(): void {
    this.sockets.terminateAll();
    this.eventStreams.terminateAll();
  }

  close(): void {
    this.#wheel.stop();
  }
}
