import type { Address } from './address.js';

/** What happened to an address, for the log. */
export type AddressEvent = 'circuit opened' | 'circuit closed' | 'ejected';

/** The addresses of one subgraph; they take turns, and those that fail are left out for a while. */
export class AddressBook {
  #addresses: readonly Address[] = [];
  #urls: readonly string[] = [];
  #turn = 0;

  constructor(
    readonly makeAddress: (url: string) => Address,
    readonly told: (event: AddressEvent, address: Address) => void,
  ) {}

  get addresses(): readonly Address[] {
    return this.#addresses;
  }

  /** From now on these; what is known of those that stay is kept, those that go finish what they have begun. */
  use(urls: readonly string[]): void {
    if (urls === this.#urls) return;
    const before = new Map(this.#addresses.map((address) => [address.url, address]));
    this.#addresses = [...new Set(urls)].map((url) => before.get(url) ?? this.makeAddress(url));
    this.#urls = urls;
    for (const [url, address] of before) if (!urls.includes(url)) void address.pool.close();
  }

  /**
   * The address that is next: one that was not tried before one that was, one in use before an ejected one, then the one
   * with the fewest calls under way, in turn among equals. None when all circuits are open.
   */
  choose(now: number, isMutation: boolean, tried: readonly Address[] = []): Address | undefined {
    const count = this.#addresses.length;
    const turn = this.#turn++;
    let best: Address | undefined;
    let bestRank = 0;
    for (let step = 0; step < count; step++) {
      const address = this.#addresses[(turn + step) % count];
      if (address === undefined || !address.circuit.admits(now, isMutation)) continue;
      const rank = (tried.includes(address) ? 2 : 0) + (address.ejection.isEjected(now) ? 1 : 0);
      if (best === undefined || rank < bestRank || (rank === bestRank && address.underWay < best.underWay)) {
        best = address;
        bestRank = rank;
      }
    }
    return best;
  }

  /** Whether `choose` has one that was not tried. */
  hasAnother(now: number, isMutation: boolean, tried: readonly Address[]): boolean {
    return this.#addresses.some((address) => !tried.includes(address) && address.circuit.admits(now, isMutation));
  }

  /** An address has answered a call that was sent then. */
  succeeded(address: Address, now: number, sentAt: number): void {
    address.ejection.succeeded();
    if (address.circuit.succeeded(now, sentAt)) this.told('circuit closed', address);
  }

  /** An address has failed a call that was sent then. */
  failed(address: Address, now: number, sentAt: number): void {
    address.failures++;
    if (address.circuit.failed(now, sentAt)) this.told('circuit opened', address);
    if (!address.ejection.failed(now) || !this.#isAnotherInUse(address, now)) return;
    address.ejection.eject(now);
    this.told('ejected', address);
  }

  async destroy(): Promise<void> {
    await Promise.all(this.#addresses.map(({ pool }) => pool.destroy()));
  }

  /** Never are all of them ejected: the last one is better than none. */
  #isAnotherInUse(address: Address, now: number): boolean {
    return this.#addresses.some((other) => other !== address && !other.ejection.isEjected(now));
  }
}
