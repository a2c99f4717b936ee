import type { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import type { Logger } from 'pino';
import type { RouterConfig } from '../config/config-schema.js';
import type { CurrentSupergraph } from '../supergraph/current-supergraph.js';
import { Admission } from './admission.js';
import { PersistedOperations } from './persisted/persisted-operations.js';
import { MemoryCounter } from './rate-limits/memory-counter.js';
import { type MakeCounter, RateLimiter } from './rate-limits/rate-limiter.js';
import { connectRedisCounters } from './rate-limits/redis-counters.js';
import { Refusals } from './refusals.js';

/** What an admission leaves behind to be stopped, and tells its faults to. */
interface Surroundings {
  readonly parts: StopInOrder;
  readonly logger: Logger;
}

/** Makes the way of operations into a router; rejects when a manifest cannot be read. */
export async function createAdmission(
  current: CurrentSupergraph,
  config: RouterConfig,
  surroundings: Surroundings,
): Promise<Admission> {
  const { parts, logger } = surroundings;
  const persisted = await PersistedOperations.load(config.persistedOperations);
  parts.push(
    persisted.watch(config.watchIntervalMs, (err) =>
      logger.error({ err }, 'a manifest was refused; the old one is kept'),
    ),
  );
  const counters = await openCounters(config, surroundings);
  return new Admission({
    current,
    persisted,
    limiter: createLimiter(config, counters),
    refusals: createRefusals(config, counters),
  });
}

/** Where requests are counted. */
interface Counters {
  readonly makeCounter: MakeCounter;
  readonly onFault: (fault: unknown) => void;
}

async function openCounters({ rateLimits }: RouterConfig, { parts, logger }: Surroundings): Promise<Counters> {
  const { redisUrl, redisTimeoutMs: timeoutMs } = rateLimits;
  const onFault = (err: unknown) => logger.warn({ err }, 'requests cannot be counted in Redis');
  if (redisUrl === undefined) return { makeCounter: (options) => new MemoryCounter(options), onFault };
  const counters = await connectRedisCounters(redisUrl, { timeoutMs, onFault });
  parts.push(() => counters.close());
  return { makeCounter: counters.makeCounter, onFault };
}

function createLimiter({ rateLimits }: RouterConfig, { makeCounter, onFault }: Counters): RateLimiter | undefined {
  const { user, client, address } = rateLimits;
  if (user === undefined && client === undefined && address === undefined) return undefined;
  return new RateLimiter(rateLimits, onFault, makeCounter);
}

function createRefusals({ rateLimits }: RouterConfig, { makeCounter, onFault }: Counters): Refusals | undefined {
  const { refused: points, windowSeconds: duration } = rateLimits;
  if (points === undefined) return undefined;
  return new Refusals(makeCounter({ keyPrefix: 'fleetgraph:refused', points, duration }), onFault);
}
