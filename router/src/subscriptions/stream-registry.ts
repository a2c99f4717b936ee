import type { SubgraphAnswer, SubgraphError, SubgraphFailure } from '../subgraph-client/subgraph-answer.js';
import { AnswerFeed, type AnswerReader, type FeedSource, type StreamEnd } from './answer-feed.js';
import type { CloseUpstream, StreamSink } from './upstream/upstream.js';

/** Why a stream ended before its readers wanted it to. */
export type EndReason = { readonly refused: readonly SubgraphError[] } | { readonly lost: SubgraphFailure };

/** A stream that somebody wants to read. */
export interface WantedStream {
  /** Equal for readers who may share one upstream. */
  readonly key: string;
  /** Equal for readers of one stream who want the same of each event, and may see the same. */
  readonly feedKey: string;
  /**
   * True for streams that begin with the current state: who joins later gets what was sent so far, and so a state and
   * every change after it. False: who joins later gets what comes from then on.
   */
  readonly startsWithState: boolean;
  /** Opens the upstream; answers how to close it. */
  open(sink: StreamSink): CloseUpstream;
  readonly feed: Omit<FeedSource, 'onEmpty'> & { endOf(reason: EndReason): StreamEnd };
}

/** Events of one stream that are kept for those who join later; after that a newcomer opens a stream of its own. */
const HISTORY_CAPACITY = 256;

interface Feed {
  readonly answers: AnswerFeed;
  readonly endOf: (reason: EndReason) => StreamEnd;
}

interface SharedStream {
  readonly feeds: Map<string, Feed>;
  readonly history: SubgraphAnswer[];
  /** As long as they came. */
  historyBytes: number;
  /** Number of events so far. */
  count: number;
  close: CloseUpstream;
}

/** Keeps one upstream for all readers of the same stream, as long as there is one. */
export class StreamRegistry {
  readonly #joinable = new Map<string, SharedStream>();
  readonly #all = new Set<SharedStream>();
  #historyBytes = 0;

  constructor(
    /** Of all events that are kept; when there are more, the oldest streams are joined by nobody any more. */
    readonly maxHistoryBytes: number,
  ) {}

  /** Events of all upstreams since the start. */
  events = 0;

  /** Number of upstreams that are open. */
  get size(): number {
    return this.#all.size;
  }

  /** Answers how to leave. */
  join(wanted: WantedStream, reader: AnswerReader): () => void {
    const stream = this.#joinable.get(wanted.key) ?? this.#open(wanted);
    const { answers } = stream.feeds.get(wanted.feedKey) ?? this.#feed(stream, wanted);
    answers.join(reader, stream.count, stream.history);
    return () => answers.leave(reader);
  }

  /** Closes all upstreams; their readers hear nothing more. */
  closeAll(): void {
    for (const stream of this.#all) stream.close();
    this.#all.clear();
    this.#joinable.clear();
  }

  #feed(stream: SharedStream, { key, feedKey, feed }: WantedStream): Feed {
    const answers: AnswerFeed = new AnswerFeed({
      answer: feed.answer,
      overflow: feed.overflow,
      onEmpty: () => {
        if (stream.feeds.get(feedKey)?.answers === answers) stream.feeds.delete(feedKey);
        if (stream.feeds.size > 0) return;
        this.#forget(key, stream);
        stream.close();
      },
    });
    const made = { answers, endOf: feed.endOf };
    stream.feeds.set(feedKey, made);
    return made;
  }

  #open({ key, startsWithState, open }: WantedStream): SharedStream {
    const stream: SharedStream = { feeds: new Map(), history: [], historyBytes: 0, count: 0, close: () => {} };
    this.#joinable.set(key, stream);
    this.#all.add(stream);
    const end = (endOf: (feed: Feed) => StreamEnd) => {
      this.#forget(key, stream);
      for (const feed of stream.feeds.values()) feed.answers.end(endOf(feed));
    };
    stream.close = open({
      event: (answer, bytes) => {
        const number = stream.count++;
        this.events++;
        const isKept = startsWithState && this.#joinable.get(key) === stream;
        if (isKept) this.#remember(key, stream, { answer, bytes });
        for (const { answers } of stream.feeds.values()) answers.event({ event: answer, number, isKept });
      },
      done: () => end(() => 'complete'),
      refused: (errors) => end(({ endOf }) => endOf({ refused: errors })),
      lost: (failure) => end(({ endOf }) => endOf({ lost: failure })),
    });
    return stream;
  }

  #remember(key: string, stream: SharedStream, { answer, bytes }: { answer: SubgraphAnswer; bytes: number }): void {
    stream.history.push(answer);
    stream.historyBytes += bytes;
    this.#historyBytes += bytes;
    if (stream.history.length > HISTORY_CAPACITY) this.#joinNoMore(key, stream);
    for (const [other, oldest] of this.#joinable) {
      if (this.#historyBytes <= this.maxHistoryBytes) return;
      if (oldest.history.length > 0) this.#joinNoMore(other, oldest);
    }
  }

  #joinNoMore(key: string, stream: SharedStream): void {
    if (this.#joinable.get(key) === stream) this.#joinable.delete(key);
    this.#historyBytes -= stream.historyBytes;
    stream.historyBytes = 0;
    stream.history.length = 0;
  }

  #forget(key: string, stream: SharedStream): void {
    this.#joinNoMore(key, stream);
    this.#all.delete(stream);
  }
}
