import type { SubgraphAddress } from './gateway.js';

/** Addresses of all subgraphs: those of the configuration, else the one in the supergraph. */
export function subgraphAddresses(
  subgraphs: readonly SubgraphAddress[],
  overrides: Readonly<Record<string, string | readonly string[]>>,
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    subgraphs.map(({ name, url }) => {
      const given = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
      const own = url === '' ? [] : [url];
      return [name, given === undefined ? own : [given].flat()];
    }),
  );
}
