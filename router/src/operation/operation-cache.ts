import { LRUCache } from 'lru-cache';
import { Access, NO_RIGHTS, type Rights } from '../authorization/access.js';
import { authorize } from '../authorization/authorize.js';
import type { ExecutionConfig } from '../config/execution-section.js';
import type { Json } from '../plan-executor/own-properties.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import { AnswerMemory } from './answer-memory.js';
import { costEstimator } from './cost.js';
import { type IntrospectionRule, introspectionRefused, maySeeSchema } from './introspection.js';
import type { OperationLimits } from './limits.js';
import { OperationRefused } from './operation-refused.js';
import type { ParsedOperation } from './parsed-operation.js';
import { PlannedOperation } from './planned-operation.js';
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
  /** With which rights it was asked, latest first. */
  rightsSeen(): readonly Rights[];
  /** What it costs with these variables, in the terms of `@cost` and `@listSize`. */
  costOf(variables: Json): number;
  /** A promise at first sight only; who asks for the same meanwhile waits for the same. Rejects with `OperationRefused`. */
  plannedFor(rights: Rights): PlannedOperation | Promise<PlannedOperation>;
}

/** One plan of an operation. */
interface Planned {
  readonly rights: Rights;
  readonly operation: PlannedOperation | Promise<PlannedOperation>;
}

/** How many operations are planned before a supergraph takes over, and how long that may take. */
const WARMED = 200;
const WARMING_MS = 5_000;
const MAX_OPERATIONS = 1_000;
const MAX_CHARACTERS = 10_000_000;
const MAX_RIGHTS = 50;

/**
 * Remembers operations of one supergraph by their text. Refused ones too, so that they cost nothing the second time; apart,
 * so that a flood of them drives out nothing that is of use, and by who may see the schema, because their errors quote it.
 */
export class OperationCache {
  readonly #operations = new LRUCache<string, KnownOperation>({
    max: MAX_OPERATIONS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_, key) => key.length + 1,
  });
  readonly #refused = new LRUCache<string, OperationRefused>({
    max: MAX_OPERATIONS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_, key) => key.length + 1,
  });
  readonly #access = new LRUCache<string, Access>({ max: MAX_RIGHTS });
  /** Undefined when answers are not remembered. */
  readonly memory: AnswerMemory | undefined;

  constructor(
    readonly supergraph: Supergraph,
    readonly options: OperationCacheOptions,
    readonly counts = new WorkCounts(),
  ) {
    const { rememberBytes } = options.execution;
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
  async warmAs(predecessor: OperationCache): Promise<void> {
    const endsAt = performance.now() + WARMING_MS;
    for (const { asked, rightsSeen } of [...predecessor.#operations.values()].slice(0, WARMED)) {
      for (const rights of rightsSeen()) {
        if (performance.now() > endsAt) return;
        await this.#tryPlan(asked, rights);
      }
    }
  }

  /** What is refused now is refused again when somebody asks. */
  async #tryPlan({ query, operationName }: Asked, rights: Rights): Promise<void> {
    try {
      await this.operation(query, operationName, rights).plannedFor(rights);
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
      if (cause instanceof OperationRefused) this.#refused.set(refusedKey, cause);
      throw cause;
    }
  }

  #know(asked: Asked, parsed: ParsedOperation): KnownOperation {
    const planned = new LRUCache<string, Planned>({ max: MAX_RIGHTS });
    const { apiSchema: schema, costRules: rules } = this.supergraph;
    const isOpen = authorize(parsed, this.#accessFor(NO_RIGHTS)).document === parsed.document;
    return {
      parsed,
      asked,
      rightsSeen: () => [...planned.values()].map(({ rights }) => rights),
      costOf: costEstimator(parsed, { schema, rules }),
      plannedFor: (rights) => {
        const effective = isOpen ? NO_RIGHTS : rights;
        const known = planned.get(effective.key);
        if (known !== undefined) return known.operation;
        const making = this.#plan(parsed, effective);
        planned.set(effective.key, { rights: effective, operation: making });
        making.then(
          (operation) => planned.set(effective.key, { rights: effective, operation }),
          (cause) => {
            if (!isLasting(cause)) planned.delete(effective.key);
          },
        );
        return making;
      },
    };
  }

  #plan(parsed: ParsedOperation, rights: Rights): Promise<PlannedOperation> {
    const reusesEntities = this.options.execution.reuseEntities;
    return PlannedOperation.make(this.supergraph, parsed, { access: this.#accessFor(rights), reusesEntities });
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
  cause instanceof OperationRefused && cause.errors.every(({ extensions }) => extensions.code === 'PLAN_FAILED');

/** With its length in front nobody can make a name and a text that are taken for those of somebody else. */
const keyOf = (query: string, name: string | undefined): string =>
  name === undefined ? ` ${query}` : `${name.length} ${name}${query}`;
