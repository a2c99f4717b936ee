import { parseEnv } from '@fleetgraph/kit/config/parse-env';
import { type SubgraphOptions, subgraphEnv, subgraphOptions } from '@fleetgraph/kit/config/subgraph-options';

/** Reads the environment; the only place of this subgraph that does. */
export const loadConfig = (): SubgraphOptions => subgraphOptions(parseEnv(subgraphEnv));
