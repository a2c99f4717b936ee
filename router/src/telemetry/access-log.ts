import type { Logger } from 'pino';
import type { ReadyOperation } from '../operation/execute-operation.js';
import type { Outcome } from './outcome.js';
import type { Visitor } from './visitor.js';

/** One operation that is over. */
export interface FinishedOperation {
  /** Undefined when it was refused before it was known what it is. */
  readonly ready: ReadyOperation | undefined;
  readonly code: Outcome;
}

/** What a line tells besides its operations. */
export interface AccessFacts {
  readonly requestId?: string;
  readonly traceId?: string | undefined;
  readonly method?: string | undefined;
  readonly status?: number;
  /** Of the answer's body as it was sent. */
  readonly bytes?: number | undefined;
  readonly durationMs: number | undefined;
}

const LONGEST_NAME = 100;

/** One line a request: who asked for what by name, what it cost, and how it went; no values, no tokens, no people. */
export class AccessLog {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    // Also where only warnings are wanted: whoever turns it on wants the lines.
    this.#logger = logger.child({ log: 'access' }, { level: 'info' });
  }

  write({ transport, client }: Visitor, operations: readonly FinishedOperation[], facts: AccessFacts): void {
    const told = operations.map(toldOf);
    const line = { ...facts, transport, client: client.name, clientVersion: client.version };
    this.#logger.info({ ...line, ...(told.length > 1 ? { operations: told } : told[0]) }, 'request');
  }
}

function toldOf({ ready, code }: FinishedOperation) {
  if (ready === undefined) return { code };
  const { known, planned, cost } = ready;
  const { name, operation: kind } = known.parsed.definition;
  return { operation: name?.value.slice(0, LONGEST_NAME), kind, cost, plan: planned.number, code };
}
