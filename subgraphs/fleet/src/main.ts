import { runMain } from '@fleetgraph/kit/lifecycle/run-main';
import { type RunningSubgraph, runSubgraph } from '@fleetgraph/kit/run-subgraph';
import { type FleetOptions, loadConfig } from './config.js';
import { fleet } from './subgraph.js';

/** Starts fleet in this process. */
export const startFleet = (options: FleetOptions): Promise<RunningSubgraph> => runSubgraph(fleet, options);

if (import.meta.main) await runMain(() => startFleet(loadConfig()));
