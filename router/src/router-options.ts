import type { Logger } from 'pino';
import type { EventSource } from './cache/events/event-source.js';
import type { Siblings } from './cache/siblings/siblings.js';
import type { RouterSettings } from './config/config-schema.js';

/** How to run a router: its settings, as its YAML file has them. */
export interface RouterOptions extends RouterSettings {
  /** Default: one that writes to standard output at `logging.level`. */
  readonly logger?: Logger;
  /** Bus whose events tell the cache what has changed, by `cache.events.rules`; default: `cache.events.kafka`. */
  readonly bus?: EventSource;
  /** Other processes with caches of their own, which are told what has changed; not with `cache.redisUrl`, which tells them. */
  readonly siblings?: Siblings | undefined;
}

/** A router that takes requests. */
export interface RunningRouter {
  readonly port: number;
  /** `http://localhost:4000` */
  readonly url: string;
  /** Where Prometheus reads; undefined when metrics are off, or told by the first process of several. */
  readonly metricsUrl: string | undefined;
  /** Takes no more requests, lets those under way finish, sends sockets away with 1001. */
  stop(): Promise<void>;
}
