import { LRUCache } from 'lru-cache';
import { Access, NO_RIGHTS, type Rights } from '../authorization/access.js';
import { authorize } from '../authorization/authorize.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import type { OperationLimits } from './limits.js';
import { OperationRefused } from './operation-refused.js';
import { PlannedOperation } from './planned-operation.js';
import { type ParsedOperation, prepareOperation } from './prepare-operation.js';

/** What is decided about operations by configuration. */
export interface OperationCacheOptions {
  readonly limits: OperationLimits;
  readonly introspection: boolean;
}

/** An operation that was seen before: checked once, planned once for each set of rights that matters to it. */
export interface KnownOperation {
  readonly parsed: ParsedOperation;
  plannedFor(rights: Rights): PlannedOperation;
}

const MAX_OPERATIONS = 1_000;
const MAX_CHARACTERS = 10_000_000;
const MAX_RIGHTS = 50;

/** Remembers operations of one supergraph by their text; refused ones too, so that they cost nothing the second time. */
export class OperationCache {
  readonly #operations = new LRUCache<string, KnownOperation | OperationRefused>({
    max: MAX_OPERATIONS,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_, key) => key.length + 1,
  });
  readonly #access = new LRUCache<string, Access>({ max: MAX_RIGHTS });

  constructor(
    readonly supergraph: Supergraph,
    readonly options: OperationCacheOptions,
  ) {}

  /** The operation of a text; throws `OperationRefused` when it is not valid or too large. */
  operation(query: string, operationName: string | undefined): KnownOperation {
    const key = `${operationName ?? ''}\n${query}`;
    const known = this.#operations.get(key) ?? this.#prepare(query, operationName);
    this.#operations.set(key, known);
    if (known instanceof OperationRefused) throw known;
    return known;
  }

  #prepare(query: string, operationName: string | undefined): KnownOperation | OperationRefused {
    try {
      const rules = { schema: this.supergraph.apiSchema, ...this.options };
      return this.#know(prepareOperation(query, operationName, rules));
    } catch (refused) {
      if (refused instanceof OperationRefused) return refused;
      throw refused;
    }
  }

  #know(parsed: ParsedOperation): KnownOperation {
    const planned = new LRUCache<string, PlannedOperation>({ max: MAX_RIGHTS });
    const isOpen = authorize(parsed, this.#accessFor(NO_RIGHTS)).document === parsed.document;
    return {
      parsed,
      plannedFor: (rights) => {
        const effective = isOpen ? NO_RIGHTS : rights;
        const key = keyOf(effective);
        const known = planned.get(key) ?? new PlannedOperation(this.supergraph, parsed, this.#accessFor(effective));
        planned.set(key, known);
        return known;
      },
    };
  }

  #accessFor(rights: Rights): Access {
    const key = keyOf(rights);
    const known = this.#access.get(key) ?? new Access(this.supergraph.apiSchema, this.supergraph.accessRules, rights);
    this.#access.set(key, known);
    return known;
  }
}

const keyOf = ({ isAuthenticated, scopes }: Rights): string =>
  isAuthenticated ? `+${[...scopes].sort().join(' ')}` : '-';
