import type { Logger } from 'pino';
import type { CacheConfig } from '../config/cache-section.js';
import type { Ask } from '../plan-executor/replay.js';
import type { CallContext } from '../subgraph-client/call-headers.js';
import { parseAnswer } from '../subgraph-client/parse-answer.js';
import { type SubgraphAnswer, SubgraphFailure, type SubgraphRequest } from '../subgraph-client/subgraph-answer.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import { Asker } from './asker.js';
import type { CacheEntry, CacheStore, StoreView } from './cache-store.js';
import { type CacheUnit, cacheUnitOf, mutatedFields } from './cache-unit.js';
import { EntityRequest } from './entity-request.js';
import { headerBound } from './header-bound.js';

/** A question to a subgraph whose answers may be kept. */
interface Question {
  readonly request: SubgraphRequest;
  readonly variables: string;
  readonly known: SubgraphAnswer | undefined;
  readonly unit: CacheUnit;
  readonly asker: Asker;
  readonly ask: Ask;
}

/** Larger ones are not kept, in characters. */
const MAX_ENTRY = 1_048_576;

/**
 * Stands between execution and subgraphs, and answers what was answered before: whole requests to the root, and entities one
 * by one, so that only those are asked for that are not there. Nothing is kept of mutations and of answers with errors, and
 * nobody who has mutated is answered by what was asked before. A store that fails is as good as empty.
 */
export class FetchCache {
  /** By request: those of a plan stay the same objects. */
  readonly #units = new WeakMap<SubgraphRequest, CacheUnit | 'none'>();

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
    const asker = new Asker(call);
    return (request, variables, known) => {
      if (request.isMutation) return this.#mutate(request, asker, ask(request, variables, known));
      const unit = this.#unitOf(request);
      if (unit === undefined || (unit.policy.isPrivate && !asker.isKnown)) return ask(request, variables, known);
      const question = { request, variables, known, unit, asker, ask };
      return unit.lists === undefined ? this.#askRoot(question) : this.#askEntities(question);
    };
  }

  /** Everybody is told anew about these; rejects when replicas may not learn of it. */
  invalidate(tags: readonly string[]): Promise<void> {
    return this.store.stamp(tags);
  }

  close(): void {
    this.store.close();
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
      await this.store.stamp([asker.stamp, ...tags]).catch((fault) => this.#tell(fault));
    }
  }

  #unitOf(request: SubgraphRequest): CacheUnit | undefined {
    let unit = this.#units.get(request);
    if (unit === undefined) {
      unit = cacheUnitOf(request, this.parts.supergraph(), this.parts.config.rules) ?? 'none';
      this.#units.set(request, unit);
    }
    return unit === 'none' ? undefined : unit;
  }

  async #askRoot(question: Question): Promise<SubgraphAnswer> {
    const { request, variables, known, unit, asker, ask } = question;
    const key = asker.keyOf(unit.policy, [this.parts.supergraph().id, request.subgraph, unit.text, variables]);
    const view = await this.#read([key], [...unit.policy.tags, asker.stamp]);
    const entry = freshEntry(view, 0, [...unit.policy.tags, asker.stamp]);
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
    const wanted = new EntityRequest(unit.lists ?? [], question.variables);
    const common = [this.parts.supergraph().id, request.subgraph];
    const keys = wanted.entities.map(({ keyParts }) => asker.keyOf(unit.policy, [...common, ...keyParts]));
    const stamps = [...unit.policy.tags, asker.stamp];
    const view = await this.#read(keys, [...stamps, ...new Set(wanted.entities.flatMap(({ tags }) => tags))]);
    for (const [at, entity] of wanted.entities.entries())
      entity.text = freshEntry(view, at, [...stamps, ...entity.tags])?.text;
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

  async #read(keys: readonly string[], stamps: readonly string[]): Promise<StoreView | undefined> {
    try {
      return await this.store.read(keys, stamps);
    } catch {
      return undefined; // the connection tells of its faults itself
    }
  }

  #keep(
    { unit }: Question,
    { cacheControl }: SubgraphAnswer,
    entries: readonly (readonly [string, CacheEntry])[],
  ): void {
    const { maxAge, isPrivate } = unit.policy;
    const bound = this.parts.config.headers === 'honour' ? headerBound(cacheControl, isPrivate) : maxAge;
    const seconds = Math.min(maxAge, bound);
    const small = entries.filter(([, { text }]) => text.length <= MAX_ENTRY);
    if (seconds > 0 && small.length > 0) this.store.write(small, seconds).catch((fault) => this.#tell(fault));
  }

  #tell(err: unknown): void {
    this.parts.logger.debug({ err }, 'the cache cannot be reached');
  }
}

function freshEntry(view: StoreView | undefined, at: number, stamps: readonly string[]): CacheEntry | undefined {
  const entry = view?.entries[at];
  if (view === undefined || entry === undefined) return undefined;
  return stamps.every((stamp) => entry.askedAt > view.stampedAt(stamp)) ? entry : undefined;
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
