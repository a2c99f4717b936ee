import { type SubgraphAnswer, SubgraphFailure } from '../../subgraph-client/subgraph-answer.js';
import type { ResumableStream, StreamRequest } from './resumable-stream.js';
import { openSseUpstream } from './sse-upstream.js';
import type {
  CloseUpstream,
  StreamAddress,
  StreamProtocol,
  StreamSink,
  UpstreamCall,
  UpstreamSink,
} from './upstream.js';
import { openWebSocketUpstream } from './websocket-upstream.js';

/** A stream to open, and to open again when it is lost. */
export interface LastingUpstream {
  readonly call: Omit<UpstreamCall, 'url' | 'dispatcher' | 'document' | 'variables'>;
  readonly begin: StreamRequest;
  /** Undefined when nobody knows where a lost stream was. */
  readonly resumable: (Pick<ResumableStream, 'sequenceOf'> & { resume(after: unknown): StreamRequest }) | undefined;
  /** Where to connect; several addresses take turns. */
  address(): StreamAddress;
  /** For so long it is tried to find a lost stream again. */
  readonly giveUpMs: number;
}

const OPEN: Readonly<Record<StreamProtocol, (call: UpstreamCall, sink: UpstreamSink) => CloseUpstream>> = {
  websocket: openWebSocketUpstream,
  sse: openSseUpstream,
};

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
/** A connection that lasted for so long was a good one; its loss is a new one. */
const STABLE_MS = 1_000;

/**
 * Opens a stream. When it is lost after an event with a sequence, it is taken up behind that event, and readers notice
 * nothing but time; when that fails for too long, or nobody knows where it was, they are told.
 */
export function openUpstream(upstream: LastingUpstream, sink: StreamSink): CloseUpstream {
  const lasting = new LastingStream(upstream, sink);
  lasting.connect(upstream.begin);
  return () => lasting.close();
}

class LastingStream {
  readonly #search: Search;
  #last: unknown;
  #timer: NodeJS.Timeout | undefined;
  #close: CloseUpstream = () => {};

  constructor(
    readonly upstream: LastingUpstream,
    readonly sink: StreamSink,
  ) {
    this.#search = new Search(upstream.giveUpMs);
  }

  connect(request: StreamRequest): void {
    const { upstream, sink } = this;
    try {
      const place = upstream.address();
      const { url, dispatcher } = place;
      this.#close = OPEN[place.protocol](
        { ...upstream.call, ...request, url, dispatcher },
        {
          opened: () => {
            place.succeeded();
            this.#search.found();
          },
          event: (answer, bytes) => this.#event(answer, bytes),
          done: () => sink.done(),
          refused: (errors) => sink.refused(errors),
          lost: (failure) => {
            if (failure.details.isAddressFault) place.failed();
            this.#lost(failure);
          },
        },
      );
    } catch (cause) {
      if (!(cause instanceof SubgraphFailure)) throw cause;
      // There is no address now. It is told later, as of any other stream: nobody listens yet.
      const later = setImmediate(() => this.#lost(cause));
      this.#close = () => clearImmediate(later);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#close();
  }

  #event(answer: SubgraphAnswer, bytes: number): void {
    const sequence = this.upstream.resumable?.sequenceOf(answer.data);
    if (isBehind(sequence, this.#last)) return;
    this.#last = sequence ?? this.#last;
    this.sink.event(answer, bytes);
  }

  #lost(failure: SubgraphFailure): void {
    const { resumable } = this.upstream;
    const pauseMs = this.#search.pauseMs();
    if (resumable === undefined || this.#last === undefined || pauseMs === undefined) this.sink.lost(failure);
    else this.#timer = setTimeout(() => this.connect(resumable.resume(this.#last)), pauseMs).unref();
  }
}

/** How long it is waited between two attempts to find a stream again, and when that is given up. */
class Search {
  #beganAt: number | undefined;
  #foundAt: number | undefined;
  #attempts = 0;

  constructor(readonly giveUpMs: number) {}

  found(): void {
    this.#foundAt = performance.now();
  }

  /**
   * Doubles each time; at random between half and whole, so that not all routers come back at once. Undefined: it has
   * been too long.
   */
  pauseMs(): number | undefined {
    const now = performance.now();
    if (this.#foundAt !== undefined && now - this.#foundAt >= STABLE_MS) {
      this.#beganAt = undefined;
      this.#attempts = 0;
    }
    this.#foundAt = undefined;
    this.#beganAt ??= now;
    const remainingMs = this.#beganAt + this.giveUpMs - now;
    if (remainingMs <= 0) return undefined;
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#attempts++);
    return Math.min(remainingMs, longest * (0.5 + Math.random() / 2));
  }
}

/** A subgraph that tells the state again, although it was asked for what comes behind it. */
const isBehind = (sequence: unknown, last: unknown): boolean =>
  typeof sequence === 'number' && typeof last === 'number' && sequence <= last;
