import type { Logger } from 'pino';
import type { CacheConfig } from '../config/cache-section.js';
import type { Ask } from '../plan-executor/replay.js';
import { AnswerBody } from '../subgraph-client/answer-body.js';
import type { CallContext } from '../subgraph-client/call-headers.js';
import { parseAnswer } from '../subgraph-client/parse-answer.js';
import type { RequestWay } from '../subgraph-client/request-way.js';
import { type SubgraphAnswer, SubgraphFailure, type SubgraphRequest } from '../subgraph-client/subgraph-answer.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import { Asker } from './asker.js';
import { CacheCounts, type LookupCounts } from './cache-counts.js';
import type { CacheEntry, CacheStore } from './cache-store.js';
import { type CacheUnit, cacheUnitOf, mutatedFields } from './cache-unit.js';
import { EntityRequest } from './entity-request.js';
import { type Invalidation, stampsOf, type Teller } from './invalidation.js';
import { type Found, KeptAnswers, type Looked, NOTHING } from './kept-answers.js';
import { SharedQuestions } from './shared-questions.js';
import { Trust } from './trust.js';

/** What may be kept of the answers to a request, and what has become of such questions. */
interface Planned {
  readonly unit: CacheUnit;
  readonly counts: LookupCounts;
  /** Whether the last answer could be given to others; while it could not, everybody asks for themselves. */
  isForAll: boolean;
}

/** A question to a subgraph whose answers may be kept. */
interface Question {
  readonly request: SubgraphRequest;
  readonly variables: string;
  readonly known: SubgraphAnswer | undefined;
  readonly planned: Planned;
  readonly asker: Asker;
  readonly way: RequestWay;
  /** Whether what is kept may answer it; else it is asked, and its answer takes the place of what was kept. */
  readonly mayBeKept: boolean;
}

/** What is asked of the subgraph in the end. */
interface Asked {
  readonly variables: string;
  /** Equal for equal questions of those who may share an answer. */
  readonly key: string;
  /** An answer that was asked for at or before this moment will not do, in ms since 1970. */
  readonly since: number;
}

/** What the subgraph says. */
interface Told {
  readonly answer: SubgraphAnswer;
  readonly askedAt: number;
  /** For how long to keep it, in s; 0: not at all, or somebody else does. */
  readonly seconds: number;
}

/**
 * Stands between execution and subgraphs, and answers what was answered before: whole requests to the root, and entities one
 * by one, so that only those are asked for that are not there. Nothing is kept of mutations and of answers with errors, and
 * nobody who has mutated is answered by what was asked before. What is not there is asked for once, whoever wants it meanwhile.
 */
export class FetchCache {
  readonly counts = new CacheCounts();
  /** By request: those of a plan stay the same objects. */
  readonly #units = new WeakMap<SubgraphRequest, Planned | 'none'>();
  /** Who hears of changes by events tells here when it may not have heard all. */
  readonly trust = new Trust();
  readonly #kept: KeptAnswers;
  readonly #underWay = new SharedQuestions();

  constructor(
    readonly store: CacheStore,
    readonly parts: {
      readonly config: Pick<CacheConfig, 'rules' | 'invalidatedBy' | 'headers'>;
      readonly supergraph: () => Supergraph;
      readonly logger: Logger;
    },
  ) {
    this.#kept = new KeptAnswers(store, this.trust, parts);
  }

  /** The way to subgraphs for one request of a client. */
  around(way: RequestWay): Ask {
    return this.#around(way, true);
  }

  /** The way to subgraphs for somebody who has been told of a change: asks them, and keeps what they say now. */
  refreshing(way: RequestWay): Ask {
    return this.#around(way, false);
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
    this.#underWay.close();
    this.store.close();
  }

  #around(way: RequestWay, mayBeKept: boolean): Ask {
    const asker = new Asker(way.call);
    return (request, variables, known) => {
      if (request.isMutation) return this.#mutate(request, asker, way.ask(request, variables, known));
      const planned = this.#plannedFor(request);
      if (planned === undefined || (planned.unit.policy.isPrivate && !asker.isKnown))
        return way.ask(request, variables, known);
      const question = { request, variables, known, planned, asker, way, mayBeKept };
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
      planned = unit === undefined ? 'none' : { unit, counts: this.counts.of(request.subgraph, kind), isForAll: true };
      this.#units.set(request, planned);
    }
    return planned === 'none' ? undefined : planned;
  }

  async #askRoot(question: Question): Promise<SubgraphAnswer> {
    const { request, variables, known, planned, asker } = question;
    const { policy, text: document } = planned.unit;
    const key = asker.keyOf(policy, [...this.#placeOf(request), document, variables]);
    const { entries, since } = await this.#lookUp(question, [{ key, tags: [] }]);
    const [entry] = entries;
    if (entry !== undefined) return answerOf(request, Buffer.from(entry.text), known);
    const { answer, askedAt, seconds } = await this.#ask(question, { variables, key, since });
    if (seconds > 0 && answer.body !== undefined)
      this.#kept.keep([[key, { askedAt, text: answer.body.bytes.toString() }]], seconds, planned.counts);
    return orKnown(answer, known);
  }

  async #askEntities(question: Question): Promise<SubgraphAnswer> {
    const { request, known, planned, asker } = question;
    const { policy, text: document, lists = [] } = planned.unit;
    const wanted = new EntityRequest(lists, question.variables, this.parts.supergraph().fullSchema);
    const place = this.#placeOf(request);
    const keys = wanted.entities.map(({ keyParts }) => asker.keyOf(policy, [...place, ...keyParts]));
    const looked = wanted.entities.map(({ tags }, at) => ({ key: keys[at] ?? '', tags }));
    const { entries, since } = await this.#lookUp(question, looked);
    for (const [at, entity] of wanted.entities.entries()) entity.text = entries[at]?.text;
    if (wanted.isComplete) return answerOf(request, wanted.written(), known);

    const isUntouched = wanted.entities.every(({ text }) => text === undefined);
    const variables = wanted.variablesOfMissing();
    const key = asker.keyOf(policy, [...place, document, variables]);
    const { answer, askedAt, seconds } = await this.#ask(question, { variables, key, since });
    const found = wanted.take(request, answer);
    if (seconds > 0) this.#kept.keep(entriesOf(wanted, { keys, found, askedAt }), seconds, planned.counts);
    if (isUntouched) return orKnown(answer, known);
    const errors = answer.errors.map((error) => wanted.inOwnPlaces(error));
    if (answer.data === undefined) return { data: undefined, errors };
    return errors.length === 0
      ? answerOf(request, wanted.written(), known)
      : { data: answerOf(request, wanted.written(), undefined).data, errors };
  }

  #lookUp({ planned, asker, mayBeKept }: Question, looked: readonly Looked[]): Found | Promise<Found> {
    const { unit, counts } = planned;
    return mayBeKept ? this.#kept.lookUp(looked, unit.policy, { asker, counts }) : NOTHING;
  }

  /** Asks the subgraph: together with all who ask the same, as long as its answers may be given to all of them. */
  async #ask({ request, planned, way }: Question, { variables, key, since }: Asked): Promise<Told> {
    if (planned.isForAll) {
      const asked = { key, subgraph: request.subgraph, since, call: way.call };
      const send = (call: CallContext) => way.client.send(request, variables, call);
      const shared = await way.patiently(request.subgraph, () => this.#underWay.ask(asked, send));
      const seconds = shared === undefined ? 0 : this.#secondsOf(planned, shared.answer);
      if (shared?.isOwn) return { ...shared, seconds };
      const bytes = shared?.answer.body?.bytes;
      if (shared && bytes && seconds > 0)
        return { ...shared, answer: answerOf(request, bytes, undefined), seconds: shared.isFirst ? seconds : 0 };
    }
    const askedAt = Date.now();
    const answer = await way.ask(request, variables);
    return { answer, askedAt, seconds: this.#secondsOf(planned, answer) };
  }

  #secondsOf(planned: Planned, answer: SubgraphAnswer): number {
    const seconds = this.#kept.secondsOf(answer, planned.unit.policy);
    planned.isForAll = seconds > 0;
    return seconds;
  }

  /** What an answer depends on besides its question. */
  #placeOf({ subgraph }: SubgraphRequest): readonly string[] {
    return [this.parts.supergraph().id, subgraph];
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
  if (known?.body?.equals(bytes)) return known;
  const answer = parseAnswer(request, { status: 200, body: new AnswerBody(bytes) });
  if (answer instanceof SubgraphFailure) throw answer;
  return answer;
}

/** The header of an answer has to be seen before it is compared: so it is compared here. */
function orKnown(answer: SubgraphAnswer, known: SubgraphAnswer | undefined): SubgraphAnswer {
  const isKnown = known?.body !== undefined && answer.body?.equals(known.body.bytes);
  return isKnown === true && known !== undefined ? known : answer;
}
