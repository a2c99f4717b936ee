import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { Access, NO_RIGHTS, type Rights } from '../authorization/access.js';
import { authorize } from '../authorization/authorize.js';
import type { ExecutionConfig } from '../config/execution-section.js';
import type { Json } from '../plan-executor/own-properties.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import { PlanGivenUp } from '../supergraph/planner.js';
import { AnswerMemory } from './answer-memory.js';
import { type Conditions, conditionsToFold, maskOf } from './conditions.js';
import { costEstimator } from './cost.js';
import { type IntrospectionRule, introspectionRefused, maySeeSchema } from './introspection.js';
import { IntrospectionMemory } from './introspection-memory.js';
import type { OperationLimits } from './limits.js';
import { OperationRefused } from './operation-refused.js';
import type { ParsedOperation } from './parsed-operation.js';
import { makePlan, PlannedOperation } from './planned-operation.js';
import { prepareOperation } from './prepare-operation.js';
import { WorkCounts } from './work-counts.js';

/** What is decided about operations by configuration. */
export interface OperationCacheOptions {
  readonly limits: OperationLimits;
  readonly introspection: IntrospectionRule;
  readonly execution: ExecutionConfig;
}

/** What a client names as its operation. */
interface Asked {
  readonly query: string;
  /** Undefined where the text has one operation only. */
  readonly operationName: string | undefined;
}

/** An operation that was seen before: checked once, planned once for each set of rights that matters to it. */
export interface KnownOperation {
  readonly parsed: ParsedOperation;
  readonly asked: Asked;
  /** What it was planned for, latest first. */
  plannedBefore(): readonly PlannedFor[];
  /** What it costs with these variables, in the terms of `@cost` and `@listSize`. */
  costOf(variables: Json): number;
  /** A promise at first sight only; who asks for the same meanwhile waits for the same. Rejects with `OperationRefused`. */
  plannedFor(rights: Rights, variables?: Conditions): PlannedOperation | Promise<PlannedOperation>;
  /** Plans it for those who may see all of it, before one of them comes; rejects with `OperationRefused`. */
  planWhole(): Promise<unknown>;
}

/** For whom an operation was planned, and for which conditions where those make plans of their own. */
interface PlannedFor {
  readonly rights: Rights;
  readonly conditions: Conditions;
}

/** One plan of an operation. */
interface Planned extends PlannedFor {
  readonly operation: PlannedOperation | Promise<PlannedOperation>;
}

/** What a node of an operation takes in its document, its plan and its shapes, about. */
const NODE_BYTES = 300;
/** What a refusal takes besides the text of its operation, about. */
const REFUSED_BYTES = 2_000;
/** How much of the room refused operations get, beside the others. */
const REFUSED_SHARE = 0.1;

/**
 * Remembers operations of one supergraph by their text. Refused ones too, so that they cost nothing the second time; apart,
 * so that a flood of them drives out nothing that is of use, and by who may see the schema, because their errors quote it.
 */
export class OperationCache {
  readonly #operations: LRUCache<string, KnownOperation>;
  readonly #refused: LRUCache<string, OperationRefused>;
  readonly #access: LRUCache<string, Access>;
  /** Undefined when answers are not remembered. */
  readonly memory: AnswerMemory | undefined;
  readonly introspections: IntrospectionMemory;

  constructor(
    readonly supergraph: Supergraph,
    readonly options: OperationCacheOptions,
    readonly counts = new WorkCounts(),
  ) {
    const { rememberBytes, caches } = options.execution;
    this.#operations = new LRUCache<string, KnownOperation>({
      max: caches.maxOperations,
      maxSize: caches.maxBytes,
      sizeCalculation: ({ parsed }, key) => 2 * key.length + NODE_BYTES * parsed.size,
    });
    this.#refused = new LRUCache<string, OperationRefused>({
      max: caches.maxOperations,
      maxSize: Math.ceil(REFUSED_SHARE * caches.maxBytes),
      sizeCalculation: (_, key) => REFUSED_BYTES + 2 * key.length,
    });
    this.#access = new LRUCache({ max: caches.maxRights });
    this.introspections = new IntrospectionMemory(
      supergraph.apiSchema,
      caches.maxIntrospectionBytes,
      counts.introspections,
    );
    if (rememberBytes > 0) this.memory = new AnswerMemory(rememberBytes, counts.answers);
  }

  /** The operation of a text; throws `OperationRefused` when it is not valid, too large, or asks for a schema in vain. */
  operation(query: string, operationName: string | undefined, rights: Rights): KnownOperation {
    const key = keyOf(query, operationName);
    const mayIntrospect = maySeeSchema(this.options.introspection, rights);
    let known = this.#operations.get(key);
    this.counts.operations[known === undefined ? 'misses' : 'hits']++;
    known ??= this.#prepare(key, { query, operationName }, mayIntrospect);
    if (known.parsed.isIntrospection && !mayIntrospect) throw introspectionRefused(this.options.introspection);
    return known;
  }

  /** Plans what was asked lately of another version, so that its successor does not begin cold. */
  async warmAs(predecessor: OperationCache, endsAt: number): Promise<void> {
    const { maxOperations } = this.options.execution.warm;
    for (const { asked, plannedBefore } of [...predecessor.#operations.values()].slice(0, maxOperations)) {
      for (const before of plannedBefore()) {
        if (performance.now() > endsAt) return;
        await this.#tryPlan(asked, before);
        await nextTurn(); // a planner without a thread of its own lets requests pass between two plans
      }
    }
  }

  /** Checks and plans an operation for those who may see all of it; rejects with `OperationRefused`. */
  async warm(query: string, operationName: string | undefined): Promise<void> {
    const key = keyOf(query, operationName);
    const known = this.#operations.peek(key) ?? this.#prepare(key, { query, operationName }, true);
    await known.planWhole();
  }

  /** What is refused now is refused again when somebody asks. */
  async #tryPlan({ query, operationName }: Asked, { rights, conditions }: PlannedFor): Promise<void> {
    try {
      await this.operation(query, operationName, rights).plannedFor(rights, conditions);
    } catch (cause) {
      if (!(cause instanceof OperationRefused)) throw cause;
    }
  }

  #prepare(key: string, asked: Asked, mayIntrospect: boolean): KnownOperation {
    const refusedKey = `${mayIntrospect ? '+' : '-'}${key}`;
    const refused = this.#refused.get(refusedKey);
    if (refused !== undefined) throw refused;
    try {
      const { limits } = this.options;
      const rules = { schema: this.supergraph.apiSchema, limits, hideSuggestions: !mayIntrospect };
      const known = this.#know(asked, prepareOperation(asked.query, asked.operationName, rules));
      this.#operations.set(key, known);
      return known;
    } catch (cause) {
      if (cause instanceof OperationRefused) this.#refused.set(refusedKey, cause.alone());
      throw cause;
    }
  }

  #know(asked: Asked, parsed: ParsedOperation): KnownOperation {
    const planned = new LRUCache<string, Planned>({ max: this.options.execution.caches.maxRights });
    const { apiSchema: schema, costRules: rules } = this.supergraph;
    const isOpen = authorize(parsed, this.#accessFor(NO_RIGHTS)).document === parsed.document;
    const folded = conditionsToFold(parsed, this.supergraph.requiredNames);
    const plannedFor = (rights: Rights, variables: Conditions = {}) => {
      const effective = isOpen ? NO_RIGHTS : rights;
      const key = folded === undefined ? effective.key : effective.key + maskOf(folded, variables);
      const known = planned.get(key);
      if (known !== undefined) return known.operation;
      const conditions = Object.fromEntries((folded ?? []).map((name) => [name, variables[name]]));
      const making = this.#plan(parsed, effective, folded && conditions);
      planned.set(key, { rights: effective, conditions, operation: making });
      making.then(
        (operation) => planned.set(key, { rights: effective, conditions, operation }),
        (cause) => {
          if (!isLasting(cause)) planned.delete(key);
        },
      );
      return making;
    };
    return {
      parsed,
      asked,
      plannedBefore: () => [...planned.values()],
      costOf: costEstimator(parsed, { schema, rules }),
      plannedFor,
      planWhole: async () =>
        isOpen ? plannedFor(NO_RIGHTS) : makePlan(this.supergraph, parsed, this.#whole(parsed, folded && {})),
    };
  }

  #plan(parsed: ParsedOperation, rights: Rights, conditions: Conditions | undefined): Promise<PlannedOperation> {
    const { reuseEntities: reusesEntities, caches } = this.options.execution;
    const options = { access: this.#accessFor(rights), reusesEntities, maxShapes: caches.maxShapes, conditions };
    return PlannedOperation.make(this.supergraph, parsed, options);
  }

  #whole({ document }: ParsedOperation, conditions: Conditions | undefined) {
    return { document, reusesEntities: this.options.execution.reuseEntities, conditions };
  }

  #accessFor(rights: Rights): Access {
    const known = this.#access.get(rights.key);
    if (known !== undefined) return known;
    const made = new Access(this.supergraph.apiSchema, this.supergraph.accessRules, rights);
    this.#access.set(rights.key, made);
    return made;
  }
}

/** True for what will not go better the next time. */
const isLasting = (cause: unknown): boolean =>
  cause instanceof OperationRefused &&
  cause.errors.every(
    ({ extensions, originalError }) => extensions.code === 'PLAN_FAILED' && !(originalError instanceof PlanGivenUp),
  );

/** With its length in front nobody can make a name and a text that are taken for those of somebody else. */
const keyOf = (query: string, name: string | undefined): string =>
  name === undefined ? ` ${query}` : `${name.length} ${name}${query}`;
