import type { RouterConfig } from '../config/config-schema.js';
import type { CurrentSupergraph } from './current-supergraph.js';
import type { Supergraph } from './load-supergraph.js';

type Addresses = ReadonlyMap<string, readonly string[]>;

const NONE: readonly string[] = [];

/** Where subgraphs are: as the configuration says, else as the supergraph does. */
export class SubgraphAddresses {
  #now: Addresses;
  /** Of the version before, for who began with it: a subgraph that has left is still asked to the end. */
  #before: Addresses = new Map();

  constructor(
    current: CurrentSupergraph,
    readonly overrides: RouterConfig['subgraphs'],
  ) {
    this.#now = addressesIn(current.supergraph, overrides);
    current.onReplaced(() => {
      this.#before = this.#now;
      this.#now = addressesIn(current.supergraph, overrides);
    });
  }

  /** Of all subgraphs that are served. */
  get all(): Addresses {
    return this.#now;
  }

  /** Names that the configuration has settings for, and the supergraph does not know. */
  get unknown(): readonly string[] {
    return unknownSubgraphs(this.overrides, [...this.#now.keys()]);
  }

  /** Of one subgraph; the same list as long as nothing changes. */
  of(subgraph: string): readonly string[] {
    return this.#now.get(subgraph) ?? this.#before.get(subgraph) ?? NONE;
  }
}

/** Names in the settings of subgraphs that none of these subgraphs has. */
export const unknownSubgraphs = (settings: RouterConfig['subgraphs'], names: readonly string[]): readonly string[] =>
  Object.keys(settings).filter((name) => !names.includes(name));

function addressesIn({ planner }: Supergraph, overrides: RouterConfig['subgraphs']): Addresses {
  return new Map(
    planner.loaded.subgraphs.map(({ name, url }) => {
      const given = Object.hasOwn(overrides, name) ? overrides[name]?.urls : undefined;
      return [name, given ?? (url === '' ? NONE : [url])];
    }),
  );
}
