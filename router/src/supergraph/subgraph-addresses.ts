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
    return Object.keys(this.overrides).filter((name) => !this.#now.has(name));
  }

  /** Names of subgraphs that neither the configuration nor the supergraph has an address of. */
  get missing(): readonly string[] {
    return [...this.#now.keys()].filter((name) => this.of(name).length === 0);
  }

  /** Of one subgraph; the same list as long as nothing changes. */
  of(subgraph: string): readonly string[] {
    return this.#now.get(subgraph) ?? this.#before.get(subgraph) ?? NONE;
  }
}

function addressesIn({ planner }: Supergraph, overrides: RouterConfig['subgraphs']): Addresses {
  return new Map(
    planner.loaded.subgraphs.map(({ name, url }) => {
      const given = Object.hasOwn(overrides, name) ? overrides[name]?.urls : undefined;
      return [name, given ?? (isAddress(url) ? [url] : NONE)];
    }),
  );
}

/** Some composers write a name or nothing for a subgraph whose address the settings tell. */
const isAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
