import type { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import type { Logger } from 'pino';
import type { RouterConfig } from '../config/config-schema.js';
import type { CurrentSupergraph } from '../supergraph/current-supergraph.js';
import { Admission } from './admission.js';
import { PersistedOperations } from './persisted/persisted-operations.js';
import { RateLimiter } from './rate-limits/rate-limiter.js';
import { connectRedisCounters } from './rate-limits/redis-counters.js';

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
  return new Admission({ current, persisted, limiter: await createLimiter(config, surroundings) });
}

async function createLimiter(
  { rateLimits }: RouterConfig,
  { parts, logger }: Surroundings,
): Promise<RateLimiter | undefined> {
  const { user, client, address, redisUrl, redisTimeoutMs: timeoutMs } = rateLimits;
  if (user === undefined && client === undefined && address === undefined) return undefined;
  const onFault = (err: unknown) => logger.warn({ err }, 'requests cannot be counted in Redis');
  if (redisUrl === undefined) return new RateLimiter(rateLimits, onFault);
  const counters = await connectRedisCounters(redisUrl, { timeoutMs, onFault });
  parts.push(() => counters.close());
  return new RateLimiter(rateLimits, onFault, counters.makeCounter);
}
