import type { GraphQLError } from 'graphql';
import { AnswerText } from '../operation/answer-text.js';
import type { SubgraphAnswer } from '../subgraph-client/subgraph-answer.js';

/** A client's operation as it waits for answers. */
export interface AnswerReader {
  /** One answer; many readers are given the same one. */
  next(answer: AnswerText): void;
  /** There will be no more. */
  complete(): void;
  /** There will be no more, and this is why. */
  error(errors: readonly GraphQLError[]): void;
}

/** How a stream ended. */
export type StreamEnd = { readonly errors: readonly GraphQLError[] } | 'complete';

/** What a feed is made of. */
export interface FeedSource {
  /** Works out the answer to one event. */
  answer(event: SubgraphAnswer): Promise<AnswerText>;
  /** Errors for readers when events come faster than they can be answered. */
  overflow(): readonly GraphQLError[];
  /** Called when the last reader has left. */
  onEmpty(): void;
}

/** For so long readers are served before others get their turn, and after so many of them it is looked at the time. */
const SLICE_MS = 1;
const SLICE_STEP = 16;
/** Events that are being answered side by side; their answers leave in order. */
const ANSWERED_AT_ONCE = 8;
/** Events that may wait for their answer. */
const CAPACITY = 256;
/** For so long an answer is given to newcomers as well; what other subgraphs add to an event may change. */
const FRESH_MS = 1_000;

interface Entry {
  readonly reader: AnswerReader;
  /** Number of the first event that it gets as it comes. */
  readonly firstEvent: number;
  /** What came while the reader was being given what had been before. */
  held: AnswerText[] | undefined;
}

/** What has come on a stream. */
export interface StreamEvent {
  readonly event: SubgraphAnswer;
  /** Of all events of the stream. */
  readonly number: number;
  /** Newcomers get it, too. */
  readonly isKept: boolean;
}

interface Waiting extends StreamEvent {
  answer: Promise<AnswerText> | undefined;
}

/** Answers of one stream for all who want the same of it: worked out and encoded once an event, whoever reads. */
export class AnswerFeed {
  readonly #readers = new Map<AnswerReader, Entry>();
  readonly #waiting: Waiting[] = [];
  /** Of events that are kept. */
  readonly #recent = new Map<SubgraphAnswer, Promise<AnswerText>>();
  #end: StreamEnd | undefined;
  #isWorking = false;

  constructor(readonly source: FeedSource) {}

  /** Takes part from an event on; before it come the answers to what has been. */
  join(reader: AnswerReader, firstEvent: number, history: readonly SubgraphAnswer[]): void {
    const entry: Entry = { reader, firstEvent, held: history.length > 0 ? [] : undefined };
    this.#readers.set(reader, entry);
    if (history.length > 0) void this.#tellHistory(entry, [...history]);
  }

  leave(reader: AnswerReader): void {
    if (this.#readers.delete(reader) && this.#readers.size === 0) this.source.onEmpty();
  }

  event(event: StreamEvent): void {
    if (this.#end !== undefined) return;
    this.#waiting.push({ ...event, answer: undefined });
    if (this.#waiting.length > CAPACITY) {
      this.#waiting.length = 0;
      this.end({ errors: this.source.overflow() });
    } else void this.#work();
  }

  /** After this only what is waiting is still told. */
  end(end: StreamEnd): void {
    this.#end ??= end;
    void this.#work();
  }

  async #work(): Promise<void> {
    this.#startAnswers();
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const answer = await (next.answer ?? this.#answerTo(next));
      if (this.#waiting[0] === next) this.#waiting.shift();
      this.#startAnswers();
      const { number } = next;
      await this.#forEach((entry) => this.#tell(entry, number, answer));
    }
    this.#isWorking = false;
    const end = this.#end;
    if (end !== undefined) await this.#forEach((entry) => entry.held === undefined && this.#finish(entry, end));
  }

  #startAnswers(): void {
    for (const waiting of this.#waiting.slice(0, ANSWERED_AT_ONCE)) waiting.answer ??= this.#answerTo(waiting);
  }

  #answerTo({ event, isKept }: Omit<StreamEvent, 'number'>): Promise<AnswerText> {
    if (!isKept) return this.source.answer(event);
    const recent = this.#recent.get(event);
    if (recent !== undefined) return recent;
    const answer = this.source.answer(event);
    this.#recent.set(event, answer);
    setTimeout(() => this.#recent.delete(event), FRESH_MS).unref();
    return answer;
  }

  /** In slices, so that nobody else waits for all of them; who leaves meanwhile is passed over. */
  async #forEach(visit: (entry: Entry) => void): Promise<void> {
    let count = 0;
    let endsAt = performance.now() + SLICE_MS;
    for (const entry of this.#readers.values()) {
      if (++count % SLICE_STEP === 0 && performance.now() >= endsAt) {
        await new Promise(setImmediate);
        endsAt = performance.now() + SLICE_MS;
      }
      if (this.#readers.get(entry.reader) === entry) visit(entry);
    }
  }

  #tell(entry: Entry, number: number, answer: AnswerText): void {
    if (number < entry.firstEvent) return;
    if (entry.held === undefined) entry.reader.next(answer);
    else if (entry.held.length < CAPACITY) entry.held.push(answer);
    else this.#finish(entry, { errors: this.source.overflow() });
  }

  async #tellHistory(entry: Entry, history: readonly SubgraphAnswer[]): Promise<void> {
    const isHere = () => this.#readers.get(entry.reader) === entry;
    for (const event of history) {
      const answer = await this.#answerTo({ event, isKept: true });
      if (!isHere()) return;
      entry.reader.next(answer);
    }
    for (const answer of entry.held ?? []) entry.reader.next(answer);
    entry.held = undefined;
    if (this.#end !== undefined && !this.#isWorking && isHere()) this.#finish(entry, this.#end);
  }

  #finish({ reader }: Entry, end: StreamEnd): void {
    this.leave(reader);
    if (end === 'complete') reader.complete();
    else reader.error(end.errors);
  }
}
