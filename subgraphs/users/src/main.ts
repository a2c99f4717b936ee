import { stopGracefully } from '@fleetgraph/kit/lifecycle/stop-gracefully';
import { type RunningSubgraph, runSubgraph } from '@fleetgraph/kit/run-subgraph';
import { loadConfig, type UsersOptions } from './config.js';
import { usersSubgraph } from './subgraph.js';

/** Starts users: its graph, and the OpenID provider with its pages at `/oidc`. */
export function startUsers(options: UsersOptions): Promise<RunningSubgraph> {
  return runSubgraph(usersSubgraph(options.users), options);
}

if (import.meta.main) {
  const running = await startUsers(loadConfig());
  stopGracefully(() => running.stop(), running.runtime.logger);
}
