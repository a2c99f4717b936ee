import { LRUCache } from 'lru-cache';
import type { Schedule } from '../plan-compiler/schedule.js';
import type { PlanRun } from '../plan-executor/execute-plan.js';
import { type Ask, type Exchanges, Recorder, Replay } from '../plan-executor/replay.js';
import { AnswerText } from './answer-text.js';
import type { HitsAndMisses } from './work-counts.js';

/** How a question is answered when nothing is remembered. */
export interface Work<Other> {
  readonly schedule: Schedule;
  readonly ask: Ask;
  execute(send: PlanRun['send']): Promise<AnswerText | Other>;
}

interface Recording {
  readonly exchanges: Exchanges;
  readonly answer: AnswerText;
}

/** What is known about one operation with its variables. */
interface Entry {
  readonly recording: Recording | undefined;
  /** Tries in a row that found another answer. */
  readonly differences: number;
  /** Turns until the next try. */
  wait: number;
}

/** After many differences it is tried once in so many turns. */
const LONGEST_WAIT = 64;
/** Bytes that an entry takes besides its recording, about. */
const ENTRY_BYTES = 500;

/**
 * Remembers answers by what the subgraphs said. Each request goes to the subgraphs with its own headers, and when all of
 * them answer what they have answered before, byte by byte, so does the router, without reading or writing any of it. What
 * was asked only once is not remembered; what differs again and again is tried ever more rarely.
 */
export class AnswerMemory {
  readonly #entries: LRUCache<string, Entry>;

  constructor(
    maxBytes: number,
    readonly counts: HitsAndMisses,
  ) {
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ recording }, key) => ENTRY_BYTES + key.length + (recording ? sizeOf(recording) : 0),
    });
  }

  /** Answers with what is remembered, when the subgraphs show that it is still right; else by the work. */
  async answer<Other>(key: string, work: Work<Other>): Promise<AnswerText | Other> {
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { recording: undefined, wait: 0, differences: 0 });
    if (entry === undefined || entry.wait-- > 0) {
      this.counts.misses++;
      return work.execute((request, variables) => work.ask(request, variables));
    }
    if (entry.recording === undefined) return this.#record(key, entry, work);
    const { exchanges, answer } = entry.recording;
    const replay = new Replay(exchanges, work.schedule, work.ask);
    if (await replay.isSame()) {
      if (entry.differences > 0) this.#entries.set(key, { ...entry, wait: 0, differences: 0 });
      this.counts.hits++;
      return answer;
    }
    this.counts.misses++;
    const { differences } = entry;
    const wait = Math.min(LONGEST_WAIT, 2 ** differences);
    this.#entries.set(key, { recording: undefined, wait, differences: differences + 1 });
    return work.execute(replay.send);
  }

  async #record<Other>(key: string, entry: Entry, work: Work<Other>): Promise<AnswerText | Other> {
    this.counts.misses++;
    const recorder = new Recorder(work.schedule, work.ask);
    const answer = await work.execute(recorder.send);
    if (recorder.isWhole && answer instanceof AnswerText) {
      const { exchanges } = recorder;
      this.#entries.set(key, { ...entry, wait: 0, recording: { exchanges, answer: answer.alone() } });
    }
    return answer;
  }
}

function sizeOf({ exchanges, answer }: Recording): number {
  const sizes = exchanges.flat().map(({ variables, answer: { body } }) => variables.length + (body?.length ?? 0));
  return sizes.reduce((sum, size) => sum + size, answer.bytes.length);
}
