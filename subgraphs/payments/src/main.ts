import { runMain } from '@fleetgraph/kit/lifecycle/run-main';
import { type RunningSubgraph, runSubgraph } from '@fleetgraph/kit/run-subgraph';
import { loadConfig, type PaymentsOptions } from './config.js';
import { payments } from './subgraph.js';

/** Starts payments in this process. */
export const startPayments = (options: PaymentsOptions): Promise<RunningSubgraph> => runSubgraph(payments, options);

if (import.meta.main) await runMain(() => startPayments(loadConfig()));
