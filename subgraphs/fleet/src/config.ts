import { parseEnv } from '@fleetgraph/kit/config/parse-env';
import { type SubgraphOptions, subgraphEnv, subgraphOptions } from '@fleetgraph/kit/config/subgraph-options';
import { z } from 'zod';

/** What fleet needs to run. */
export interface FleetOptions extends SubgraphOptions {
  /** Origin under which browsers reach the whole: addresses of pictures start with it. */
  readonly publicUrl: string;
}

const isFleetOptions = (options: SubgraphOptions): options is FleetOptions => 'publicUrl' in options;

/** Options of a running fleet subgraph, as its runtime holds them. */
export function fleetOptions(options: SubgraphOptions): FleetOptions {
  if (!isFleetOptions(options)) throw new Error('Fleet runs with the options of startFleet().');
  return options;
}

/** Reads the environment; every fault is told at once. */
export function loadConfig(): FleetOptions {
  const env = parseEnv({ ...subgraphEnv, PUBLIC_URL: z.url() });
  return { ...subgraphOptions(env), publicUrl: env.PUBLIC_URL.replace(/\/$/, '') };
}
