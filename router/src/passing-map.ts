/**
 * A map for much that comes and goes.
 *
 * A `Map` gets a new table from time to time, and V8 links each table to the next one: a table that has got into the old
 * generation keeps all that come after it until the next major collection, and with them whatever they refer to. The tables
 * of this map refer to places, which are emptied.
 */
export class PassingMap<Value> {
  readonly #places = new Map<string, { value: Value | undefined }>();

  get(key: string): Value | undefined {
    return this.#places.get(key)?.value;
  }

  set(key: string, value: Value): void {
    const place = this.#places.get(key);
    if (place === undefined) this.#places.set(key, { value });
    else place.value = value;
  }

  /** Takes a value away, unless another one stands there by now. */
  delete(key: string, value: Value): void {
    const place = this.#places.get(key);
    if (place?.value !== value) return;
    place.value = undefined;
    this.#places.delete(key);
  }

  clear(): void {
    for (const place of this.#places.values()) place.value = undefined;
    this.#places.clear();
  }
}
