import { type DatabaseListener, READ_AGAIN } from './listener.js';

/** What to watch and how to read it. */
export interface SequenceWatch<T extends { readonly sequence: S }, S extends number | bigint> {
  readonly listener: DatabaseListener;
  /** Writers call `notify(tx, channel, key)` in the transaction that adds an item. */
  readonly channel: string;
  readonly key: string;
  /** Sequence of the last item that the reader has; undefined: it has none. */
  readonly after?: S | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Without an argument: the present state, as one or more items. With one: all later items in order of sequence. */
  readonly read: (after: S | undefined) => Promise<readonly T[]>;
}

/**
 * The present state first, then every later item once, without gap or double, also across a lost connection. With
 * `after` it begins right behind that item instead. Sequences of one key must grow in commit order: draw them while the
 * row they belong to is locked.
 */
export async function* watchSequence<T extends { readonly sequence: S }, S extends number | bigint>(
  watch: SequenceWatch<T, S>,
): AsyncGenerator<T, void, undefined> {
  const { listener, channel, key, signal, read } = watch;
  const changes = new Changes();
  // Listening starts before the state is read: a change between the two is then read twice and told once.
  const unsubscribe = await listener.subscribe(channel, (payload) => {
    if (payload === key || payload === READ_AGAIN) changes.announce();
  });
  const stop = () => changes.announce();
  signal?.addEventListener('abort', stop);
  let last = watch.after;
  try {
    while (!signal?.aborted) {
      changes.clear();
      for (const item of await read(last)) {
        if (last !== undefined && item.sequence <= last) continue;
        last = item.sequence;
        yield item;
        if (signal?.aborted) return;
      }
      await changes.wait(signal);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    unsubscribe();
  }
}

/** Remembers that something changed while nobody was waiting. */
class Changes {
  #isPending = false;
  #wake = () => {};

  announce(): void {
    this.#isPending = true;
    this.#wake();
  }

  clear(): void {
    this.#isPending = false;
  }

  async wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#isPending || signal?.aborted) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}
