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
  /** Somebody is finding out whether remembering it is of use; one does, however many ask meanwhile. */
  isTried: boolean;
}

/** After many differences it is tried once in so many turns. */
const LONGEST_WAIT = 256;
/** Bytes that an entry takes besides its recording, about. */
const ENTRY_BYTES = 500;
/** How much of the room questions get of which nothing is remembered. */
const ASKED_SHARE = 0.1;

/**
 * Remembers answers by what the subgraphs said. Each request goes to the subgraphs with its own headers, and when all of
 * them answer what they have answered before, byte by byte, so does the router, without reading or writing any of it. What
 * was asked only once is not remembered, and a flood of such questions drives out nothing that is; what differs again and
 * again is tried ever more rarely.
 */
export class AnswerMemory {
  readonly #remembered: LRUCache<string, Entry>;
  /** What was asked, but is not remembered. */
  readonly #asked: LRUCache<string, Entry>;

  constructor(
    maxBytes: number,
    readonly counts: HitsAndMisses,
  ) {
    const sizeCalculation = ({ recording }: Entry, key: string) =>
      ENTRY_BYTES + key.length + (recording ? sizeOf(recording) : 0);
    this.#remembered = new LRUCache({ maxSize: Math.ceil((1 - ASKED_SHARE) * maxBytes), sizeCalculation });
    this.#asked = new LRUCache({ maxSize: Math.ceil(ASKED_SHARE * maxBytes), sizeCalculation });
  }

  /** Answers with what is remembered, when the subgraphs show that it is still right; else by the work. */
  async answer<Other>(key: string, work: Work<Other>): Promise<AnswerText | Other> {
    const entry = this.#remembered.get(key) ?? this.#asked.get(key);
    if (entry === undefined) this.#keep(key, { recording: undefined, differences: 0, wait: 0, isTried: false });
    if (entry === undefined || entry.isTried || entry.wait-- > 0) {
      this.counts.misses++;
      return work.execute((request, variables) => work.ask(request, variables));
    }
    const { recording, differences } = entry;
    entry.isTried = recording === undefined || differences > 0;
    try {
      return await (recording === undefined
        ? this.#record(key, entry, work)
        : this.#repeat(key, { ...entry, recording }, work));
    } finally {
      entry.isTried = false;
    }
  }

  #keep(key: string, entry: Entry): void {
    const [place, other] =
      entry.recording === undefined ? [this.#asked, this.#remembered] : [this.#remembered, this.#asked];
    other.delete(key);
    place.set(key, entry);
  }

  async #repeat<Other>(
    key: string,
    { recording, differences }: Entry & { readonly recording: Recording },
    work: Work<Other>,
  ): Promise<AnswerText | Other> {
    const { exchanges, answer } = recording;
    const replay = new Replay(exchanges, work.schedule, work.ask);
    if (await replay.isSame()) {
      if (differences > 0) this.#keep(key, { recording, differences: 0, wait: 0, isTried: false });
      this.counts.hits++;
      return answer;
    }
    this.counts.misses++;
    const wait = Math.min(LONGEST_WAIT, 2 ** differences);
    this.#keep(key, { recording: undefined, differences: differences + 1, wait, isTried: false });
    return work.execute(replay.send);
  }

  async #record<Other>(key: string, { differences }: Entry, work: Work<Other>): Promise<AnswerText | Other> {
    this.counts.misses++;
    const recorder = new Recorder(work.schedule, work.ask);
    const answer = await work.execute(recorder.send);
    if (recorder.isWhole && answer instanceof AnswerText) {
      const recording = { exchanges: recorder.exchanges, answer: answer.alone() };
      this.#keep(key, { recording, differences, wait: 0, isTried: false });
    }
    return answer;
  }
}

function sizeOf({ exchanges, answer }: Recording): number {
  const sizes = exchanges.flat().map(({ variables, answer: { body } }) => variables.length + (body?.length ?? 0));
  return sizes.reduce((sum, size) => sum + size, answer.bytes.length);
}
