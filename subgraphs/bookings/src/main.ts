import { runMain } from '@fleetgraph/kit/lifecycle/run-main';
import { type RunningSubgraph, runSubgraph } from '@fleetgraph/kit/run-subgraph';
import { type BookingsOptions, DEFAULT_SETTINGS, loadConfig } from './config.js';
import { bookings } from './subgraph.js';

/** Starts bookings in this process; settings that are left out are the shipped ones. */
export const startBookings = (options: BookingsOptions): Promise<RunningSubgraph> =>
  runSubgraph(bookings({ ...DEFAULT_SETTINGS, ...options }), options);

if (import.meta.main) await runMain(() => startBookings(loadConfig()));
