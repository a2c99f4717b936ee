import type { SubgraphOptions } from '@fleetgraph/kit/config/subgraph-options';
import { runMain } from '@fleetgraph/kit/lifecycle/run-main';
import { type RunningSubgraph, runSubgraph } from '@fleetgraph/kit/run-subgraph';
import { loadConfig } from './config.js';
import { analytics } from './subgraph.js';

/** Starts analytics in this process. */
export const startAnalytics = (options: SubgraphOptions): Promise<RunningSubgraph> => runSubgraph(analytics, options);

if (import.meta.main) await runMain(() => startAnalytics(loadConfig()));
