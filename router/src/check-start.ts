import { assertBus } from './cache/open-cache.js';
import type { RouterConfig } from './config/config-schema.js';
import { PersistedOperations } from './gate/persisted/persisted-operations.js';
import { assertKeysIn } from './gate/tokens/load-keys.js';
import { readOperations } from './operation/expected-operations.js';
import { loadSupergraph } from './supergraph/load-supergraph.js';
import { firstText, supergraphSource } from './supergraph/sources/supergraph-source.js';

/**
 * Finds out what would keep a router from starting with these settings: nothing is served, and nobody is asked but for the
 * supergraph. Rejects with an `AggregateError` of everything that was found.
 */
export async function checkStart(config: RouterConfig): Promise<void> {
  const { authentication, cache, execution, persistedOperations } = config;
  const checks = [
    checkSupergraph(config),
    authentication?.jwksFile === undefined ? undefined : assertKeysIn(authentication.jwksFile),
    PersistedOperations.load(persistedOperations),
    readOperations(execution.warm.documents),
    (async () => assertBus(cache))(),
  ];
  const faults = (await Promise.allSettled(checks)).filter((check) => check.status === 'rejected');
  if (faults.length > 0) throw new AggregateError(faults.map(({ reason }) => reason));
}

async function checkSupergraph(config: RouterConfig): Promise<void> {
  const source = await supergraphSource(config);
  try {
    const { planner } = await loadSupergraph(await firstText(source));
    await planner.close();
  } finally {
    await source.close?.();
  }
}
