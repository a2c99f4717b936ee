import type { SubgraphAnswer, SubgraphError, SubgraphFailure } from '../subgraph-client/subgraph-answer.js';
import { EventQueue } from './event-queue.js';
import type { UpstreamSink } from './upstream.js';

/** Why a stream ended before its reader wanted it to. */
export class StreamEnded extends Error {
  constructor(readonly reason: { readonly refused: readonly SubgraphError[] } | { readonly lost: SubgraphFailure }) {
    super('The stream of a subgraph ended.');
    this.name = 'StreamEnded';
  }
}

/** A stream that somebody wants to read. */
export interface WantedStream {
  /** Equal for readers who may share one upstream. */
  readonly key: string;
  /**
   * True for streams that begin with the current state: who joins later gets what was sent so far, and so a state and
   * every change after it. False: who joins later gets what comes from then on.
   */
  readonly startsWithState: boolean;
  /** Opens the upstream; answers how to close it. */
  open(sink: UpstreamSink): () => void;
  /** Called when the reader lags too far behind and was dropped. */
  onOverflow(): void;
}

/** Events that wait for a slow reader. */
const QUEUE_CAPACITY = 256;
/** Events that are kept for those who join later; after that a newcomer opens a stream of its own. */
const HISTORY_CAPACITY = 256;

interface SharedStream {
  readonly readers: Set<EventQueue<SubgraphAnswer>>;
  readonly history: SubgraphAnswer[];
  close: () => void;
}

/** Keeps one upstream for all readers of the same stream, as long as there is one. */
export class StreamRegistry {
  readonly #joinable = new Map<string, SharedStream>();
  readonly #all = new Set<SharedStream>();

  /** Number of upstreams that are open. */
  get size(): number {
    return this.#all.size;
  }

  join(wanted: WantedStream): EventQueue<SubgraphAnswer> {
    const stream = this.#joinable.get(wanted.key) ?? this.#open(wanted);
    const queue: EventQueue<SubgraphAnswer> = new EventQueue(
      QUEUE_CAPACITY + HISTORY_CAPACITY,
      () => this.#leave(wanted.key, stream, queue),
      wanted.onOverflow,
    );
    for (const answer of stream.history) queue.push(answer);
    stream.readers.add(queue);
    return queue;
  }

  closeAll(): void {
    for (const { readers } of [...this.#all]) for (const queue of [...readers]) queue.leave();
  }

  #open({ key, startsWithState, open }: WantedStream): SharedStream {
    const stream: SharedStream = { readers: new Set(), history: [], close: () => {} };
    this.#joinable.set(key, stream);
    this.#all.add(stream);
    const end = (failure?: StreamEnded) => {
      this.#forget(key, stream);
      for (const queue of stream.readers) queue.finish(failure === undefined ? {} : { failure });
    };
    stream.close = open({
      event: (answer) => {
        if (startsWithState) this.#remember(key, stream, answer);
        for (const queue of [...stream.readers]) queue.push(answer);
      },
      done: () => end(),
      refused: (errors) => end(new StreamEnded({ refused: errors })),
      lost: (failure) => end(new StreamEnded({ lost: failure })),
    });
    return stream;
  }

  #remember(key: string, stream: SharedStream, answer: SubgraphAnswer): void {
    if (this.#joinable.get(key) !== stream) return;
    stream.history.push(answer);
    if (stream.history.length <= HISTORY_CAPACITY) return;
    this.#joinable.delete(key);
    stream.history.length = 0;
  }

  #leave(key: string, stream: SharedStream, queue: EventQueue<SubgraphAnswer>): void {
    stream.readers.delete(queue);
    if (stream.readers.size > 0) return;
    this.#forget(key, stream);
    stream.close();
  }

  #forget(key: string, stream: SharedStream): void {
    if (this.#joinable.get(key) === stream) this.#joinable.delete(key);
    this.#all.delete(stream);
  }
}
