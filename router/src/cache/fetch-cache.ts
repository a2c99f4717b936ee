import type { Logger } from 'pino';
import type { CacheConfig } from '../config/cache-section.js';
import type { Ask } from '../plan-executor/replay.js';
import type { CallContext } from '../subgraph-client/call-headers.js';
import { parseAnswer } from '../subgraph-client/parse-answer.js';
import { type SubgraphAnswer, SubgraphFailure, type SubgraphRequest } from '../subgraph-client/subgraph-answer.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import { Asker } from './asker.js';
import { CacheCounts, type LookupCounts } from './cache-counts.js';
import type { CacheEntry, CacheStore, StoreView } from './cache-store.js';
import { type CacheUnit, cacheUnitOf, mutatedFields } from './cache-unit.js';
import { EntityRequest } from './entity-request.js';
import { headerBound } from './header-bound.js';
import { type Invalidation, stampsOf, type Teller } from './invalidation.js';
import { Trust } from './trust.js';

/** A question to a subgraph whose answers may be kept. */
interface Question {
  readonly request: SubgraphRequest;
  readonly variables: string;
  readonly known: SubgraphAnswer | undefined;
  readonly unit: CacheUnit;
  readonly counts: LookupCounts;
  readonly asker: Asker;
  readonly ask: Ask;
  /** Whether what is kept may answer it; else it is asked, and its answer takes the place of what was kept. */
  readonly mayBeKept: boolean;
}

/** What may be kept of the answers to a request, and what has become of such questions. */
interface Planned {
  readonly unit: CacheUnit;
  readonly counts: LookupCounts;
}

/** Something that may be kept, and names by which it alone is invalidated. */
interface Looked {
  readonly key: string;
  readonly tags: readonly string[];
}

/** Larger ones are not kept, in characters. */
const MAX_ENTRY = 1_048_576;

/**
 * Stands between execution and subgraphs, and answers what was answered before: whole requests to the root, and entities one
 * by one, so that only those are asked for that are not there. Nothing is kept of mutations and of answers with errors, and
 * nobody who has mutated is answered by what was asked before. A store that fails is as good as empty.
 */
export class FetchCache {
  readonly counts = new CacheCounts();
  /** By request: those of a plan stay the same objects. */
  readonly #units = new WeakMap<SubgraphRequest, Planned | 'none'>();
  /** Who hears of changes by events tells here when it may not have heard all. */
  readonly trust = new Trust();

  constructor(
    readonly store: CacheStore,
    readonly parts: {
      readonly config: Pick<CacheConfig, 'rules' | 'invalidatedBy' | 'headers'>;
      readonly supergraph: () => Supergraph;
      readonly logger: Logger;
    },
  ) {}

  /** The way to subgraphs for one request of a client. */
  around(call: CallContext, ask: Ask): Ask {
    return this.#around(call, ask, true);
  }

  /** The way to subgraphs for somebody who has been told of a change: asks them, and keeps what they say now. */
  refreshing(call: CallContext, ask: Ask): Ask {
    return this.#around(call, ask, false);
  }

  /** Everybody is told anew about these; rejects when replicas may not learn of it. */
  async invalidate(invalidation: Invalidation, teller: Teller): Promise<void> {
    const stamps = stampsOf(invalidation, this.parts.supergraph().fullSchema);
    if (stamps.size === 0) return;
    this.counts.invalidations[teller]++;
    const stamped = this.store.stamp([...stamps]);
    this.trust.changed();
    await stamped;
  }

  close(): void {
    this.store.close();
  }

  #around(call: CallContext, ask: Ask, mayBeKept: boolean): Ask {
    const asker = new Asker(call);
    return (request, variables, known) => {
      if (request.isMutation) return this.#mutate(request, asker, ask(request, variables, known));
      const planned = this.#plannedFor(request);
      if (planned === undefined || (planned.unit.policy.isPrivate && !asker.isKnown))
        return ask(request, variables, known);
      const question = { request, variables, known, ...planned, asker, ask, mayBeKept };
      return planned.unit.lists === undefined ? this.#askRoot(question) : this.#askEntities(question);
    };
  }

  async #mutate(request: SubgraphRequest, asker: Asker, answer: Promise<SubgraphAnswer>): Promise<SubgraphAnswer> {
    try {
      return await answer;
    } finally {
      // Also what failed may have changed something.
      const { invalidatedBy } = this.parts.config;
      const tags = mutatedFields(request).flatMap(
        (field) => (Object.hasOwn(invalidatedBy, field) && invalidatedBy[field]) || [],
      );
      if (tags.length > 0) this.counts.invalidations.mutation++;
      await this.store.stamp([asker.stamp, ...tags]).catch((fault) => this.#tell(fault));
    }
  }

  #plannedFor(request: SubgraphRequest): Planned | undefined {
    let planned = this.#units.get(request);
    if (planned === undefined) {
      const unit = cacheUnitOf(request, this.parts.supergraph(), this.parts.config.rules);
      const kind = unit?.lists === undefined ? 'root' : 'entity';
      planned = unit === undefined ? 'none' : { unit, counts: this.counts.of(request.subgraph, kind) };
      this.#units.set(request, planned);
    }
    return planned === 'none' ? undefined : planned;
  }

  async #askRoot(question: Question): Promise<SubgraphAnswer> {
    const { request, variables, known, unit, asker, ask } = question;
    const key = asker.keyOf(unit.policy, [this.parts.supergraph().id, request.subgraph, unit.text, variables]);
    const [entry] = await this.#lookUp(question, [{ key, tags: [] }]);
    if (entry !== undefined) return answerOf(request, Buffer.from(entry.text), known);
    const askedAt = Date.now();
    const answer = await ask(request, variables);
    const { bytes, errors, data } = answer;
    if (errors.length === 0 && data !== undefined && bytes !== undefined)
      this.#keep(question, answer, [[key, { askedAt, text: bytes.toString() }]]);
    return orKnown(answer, known);
  }

  async #askEntities(question: Question): Promise<SubgraphAnswer> {
    const { request, known, unit, asker, ask } = question;
    const wanted = new EntityRequest(unit.lists ?? [], question.variables, this.parts.supergraph().fullSchema);
    const common = [this.parts.supergraph().id, request.subgraph];
    const keys = wanted.entities.map(({ keyParts }) => asker.keyOf(unit.policy, [...common, ...keyParts]));
    const looked = wanted.entities.map(({ tags }, at) => ({ key: keys[at] ?? '', tags }));
    const kept = await this.#lookUp(question, looked);
    for (const [at, entity] of wanted.entities.entries()) entity.text = kept[at]?.text;
    if (wanted.isComplete) return answerOf(request, wanted.written(), known);

    const askedAt = Date.now();
    const isUntouched = wanted.entities.every(({ text }) => text === undefined);
    const answer = await ask(request, wanted.variablesOfMissing());
    const found = wanted.take(request, answer);
    if (answer.errors.length === 0) this.#keep(question, answer, entriesOf(wanted, { keys, found, askedAt }));
    if (isUntouched) return orKnown(answer, known);
    const errors = answer.errors.map((error) => wanted.inOwnPlaces(error));
    if (answer.data === undefined) return { data: undefined, errors };
    return errors.length === 0
      ? answerOf(request, wanted.written(), known)
      : { data: answerOf(request, wanted.written(), undefined).data, errors };
  }

  /** What is kept and still holds, in the order of what is looked for. */
  async #lookUp(
    { unit, asker, counts, mayBeKept }: Question,
    looked: readonly Looked[],
  ): Promise<readonly (CacheEntry | undefined)[]> {
    if (!mayBeKept) return [];
    const common = [...unit.policy.tags, asker.stamp];
    const stamps = [...common, ...new Set(looked.flatMap(({ tags }) => tags))];
    const view = await this.#read(
      looked.map(({ key }) => key),
      stamps,
    );
    const since = this.trust.since();
    const commonAt = Math.max(since, ...common.map((stamp) => view?.stampedAt(stamp) ?? 0));
    return looked.map(({ tags }, at) => {
      const entry = view?.entries[at];
      if (view === undefined || entry === undefined) {
        counts.misses++;
        return undefined;
      }
      const isFresh = entry.askedAt > commonAt && tags.every((tag) => entry.askedAt > view.stampedAt(tag));
      if (isFresh) counts.hits++;
      else counts.invalidated++;
      return isFresh ? entry : undefined;
    });
  }

  async #read(keys: readonly string[], stamps: readonly string[]): Promise<StoreView | undefined> {
    try {
      return await this.store.read(keys, stamps);
    } catch {
      return undefined; // the connection tells of its faults itself
    }
  }

  #keep(
    { unit, counts }: Question,
    { cacheControl }: SubgraphAnswer,
    entries: readonly (readonly [string, CacheEntry])[],
  ): void {
    const { maxAge, isPrivate } = unit.policy;
    const bound = this.parts.config.headers === 'honour' ? headerBound(cacheControl, isPrivate) : maxAge;
    const seconds = Math.min(maxAge, bound);
    const small = entries.filter(([, { text }]) => text.length <= MAX_ENTRY);
    if (seconds <= 0 || small.length === 0) return;
    this.store.write(small, seconds).then(
      () => {
        counts.stored += small.length;
      },
      (fault: unknown) => this.#tell(fault),
    );
  }

  #tell(err: unknown): void {
    this.parts.logger.debug({ err }, 'the cache cannot be reached');
  }
}

/** What has come and may be kept; that there is no such entity may change at any time. */
function entriesOf(
  { entities }: EntityRequest,
  { keys, found, askedAt }: { keys: readonly string[]; found: ReadonlySet<number>; askedAt: number },
): readonly (readonly [string, CacheEntry])[] {
  return entities.flatMap(({ text }, at) => {
    const key = keys[at];
    const isNew = found.has(at) && text !== undefined && text !== 'null';
    return isNew && key !== undefined ? [[key, { askedAt, text }] as const] : [];
  });
}

/** An answer of its own: whoever gets it merges into it. */
function answerOf(request: SubgraphRequest, bytes: Buffer, known: SubgraphAnswer | undefined): SubgraphAnswer {
  if (known?.bytes?.equals(bytes)) return known;
  const answer = parseAnswer(request, { status: 200, bytes, retryAfter: undefined });
  if (answer instanceof SubgraphFailure) throw answer;
  return answer;
}

/** The header of an answer has to be seen before it is compared: so it is compared here. */
function orKnown(answer: SubgraphAnswer, known: SubgraphAnswer | undefined): SubgraphAnswer {
  const isKnown = answer.bytes !== undefined && known?.bytes?.equals(answer.bytes);
  return isKnown === true && known !== undefined ? known : answer;
}
