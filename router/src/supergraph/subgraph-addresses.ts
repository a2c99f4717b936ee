import type { RouterConfig } from '../config/config-schema.js';
import type { Supergraph } from './load-supergraph.js';

type Addresses = ReadonlyMap<string, readonly string[]>;

const known = new WeakMap<Supergraph, Addresses>();

/** Addresses of all subgraphs: those of the configuration, else the one in the supergraph. */
export function subgraphAddresses(supergraph: Supergraph, overrides: RouterConfig['subgraphs']): Addresses {
  const found = known.get(supergraph);
  if (found !== undefined) return found;
  const addresses = new Map(
    supergraph.planner.loaded.subgraphs.map(({ name, url }) => {
      const given = Object.hasOwn(overrides, name) ? overrides[name]?.urls : undefined;
      return [name, given ?? (url === '' ? [] : [url])];
    }),
  );
  known.set(supergraph, addresses);
  return addresses;
}
