import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assertBus } from './cache/open-cache.js';
import { unknownInEvents, unknownInRules } from './cache/unknown-names.js';
import type { RouterConfig } from './config/config-schema.js';
import { PersistedOperations } from './gate/persisted/persisted-operations.js';
import { assertKeysIn } from './gate/tokens/load-keys.js';
import { type ExpectedOperation, readOperations } from './operation/expected-operations.js';
import type { OperationCache } from './operation/operation-cache.js';
import { refusalOf } from './operation/warming.js';
import { CurrentSupergraph } from './supergraph/current-supergraph.js';
import { firstText, supergraphSource } from './supergraph/sources/supergraph-source.js';
import { SubgraphAddresses } from './supergraph/subgraph-addresses.js';

/**
 * Finds out what would keep a router from starting with these settings: nothing is served, and nobody is asked but for the
 * supergraph. Rejects with an `AggregateError` of everything that was found; else tells what it would start with and
 * probably should not.
 */
export async function checkStart(config: RouterConfig): Promise<readonly string[]> {
  const { authentication, cache } = config;
  const loading = loadCurrent(config);
  const expecting = expectedOperations(config);
  const checks = [
    loading,
    authentication?.jwksFile === undefined ? undefined : assertKeysIn(authentication.jwksFile),
    ...expecting,
    (async () => assertBus(cache))(),
  ];
  const faults = (await Promise.allSettled(checks)).filter((check) => check.status === 'rejected');
  try {
    if (faults.length > 0) throw new AggregateError(faults.map(({ reason }) => reason));
    const current = await loading;
    const expected = (await Promise.all(expecting)).flat();
    return [
      ...missingPlaces(config),
      ...doubtfulNames(config, current),
      ...(await refusedOperations(current.operations, expected)),
    ];
  } finally {
    await loading.then((current) => current.close()).catch(() => undefined); // told above
  }
}

async function loadCurrent(config: RouterConfig): Promise<CurrentSupergraph> {
  const { limits } = config;
  // Nobody waits meanwhile.
  const execution = { ...config.execution, planInThread: false };
  const source = await supergraphSource(config);
  try {
    return await CurrentSupergraph.load(await firstText(source), { limits, execution, introspection: 'everybody' });
  } finally {
    await source.close?.();
  }
}

/** What clients are known to ask for: registered operations, and those that are planned ahead. */
function expectedOperations({ persistedOperations, execution }: RouterConfig): Promise<readonly ExpectedOperation[]>[] {
  return [
    PersistedOperations.load(persistedOperations).then((registered) => registered.all()),
    readOperations(execution.warm.documents),
  ];
}

/** Where there is nothing to be served from, and nothing can be written to. */
function missingPlaces({ web, usage }: RouterConfig): readonly string[] {
  const missing: string[] = [];
  if (web.root !== undefined && !existsSync(join(web.root, 'index.html')))
    missing.push(`web.root: there is no index.html in ${web.root}`);
  if (usage.file !== undefined && !existsSync(dirname(usage.file)))
    missing.push(`usage.file: there is no folder ${dirname(usage.file)}`);
  return missing;
}

function doubtfulNames({ subgraphs, cache }: RouterConfig, current: CurrentSupergraph): readonly string[] {
  const { fullSchema } = current.supergraph;
  const { unknown, missing } = new SubgraphAddresses(current, subgraphs);
  const inCache = cache.enabled
    ? [...unknownInRules(cache, fullSchema), ...unknownInEvents(cache.events.rules, fullSchema)]
    : [];
  return [
    ...unknown.map((name) => `subgraphs.${name}: the supergraph has no such subgraph`),
    ...missing.map((name) => `subgraphs.${name}.urls: there is no address, nor in the supergraph`),
    ...inCache.map((name) => `cache: the supergraph has no ${name}`),
  ];
}

async function refusedOperations(
  operations: OperationCache,
  expected: readonly ExpectedOperation[],
): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const one of expected) {
    const refusal = await refusalOf(operations, one);
    if (refusal === undefined) continue;
    const reasons = refusal.errors.map(({ message }) => message);
    refused.push(`${one.name}: ${one.operationName ?? 'its operation'} would be refused: ${reasons.join(' ')}`);
  }
  return refused;
}
