/** As many are looked through more quickly than they are hashed. */
const FEW = 16;

/** Objects and lists, each once, in the order in which they came. */
export class DistinctObjects {
  readonly found: object[] = [];
  #places: Map<object, number> | undefined;

  /** Where one stands; -1 when it has not come. */
  placeOf(object: object): number {
    return this.#places === undefined ? this.found.indexOf(object) : (this.#places.get(object) ?? -1);
  }

  /** Adds what is an object or a list and has not come yet. */
  add(value: unknown): void {
    if (typeof value === 'object' && value !== null && this.placeOf(value) === -1) this.push(value);
  }

  /** Adds one that has not come yet. */
  push(object: object): void {
    const place = this.found.push(object) - 1;
    if (this.#places !== undefined) this.#places.set(object, place);
    else if (this.found.length > FEW) this.#places = new Map(this.found.map((known, at) => [known, at]));
  }
}
