import { runMain } from '@fleetgraph/kit/lifecycle/run-main';
import { type RunningSubgraph, runSubgraph } from '@fleetgraph/kit/run-subgraph';
import { loadConfig, type NotificationsOptions } from './config.js';
import { notifications } from './subgraph.js';

/** Starts notifications in this process. */
export const startNotifications = (options: NotificationsOptions): Promise<RunningSubgraph> =>
  runSubgraph(notifications, options);

if (import.meta.main) await runMain(() => startNotifications(loadConfig()));
