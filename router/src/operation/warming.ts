import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { RouterConfig } from '../config/config-schema.js';
import { type ExpectedOperation, readOperations } from './expected-operations.js';
import type { OperationCache } from './operation-cache.js';
import { OperationRefused } from './operation-refused.js';

/** Plans operations before anybody asks for them: one at a time, so that nobody waits for more than one of them. */
export class Warming {
  readonly #told = new Set<string>();
  #isStopped = false;

  constructor(
    readonly parts: {
      readonly maxOperations: number;
      /** The operations of now: files and manifests change. */
      expected(): Promise<readonly ExpectedOperation[]>;
      readonly logger: Logger;
    },
  ) {}

  /** Never rejects: what cannot be planned is told, once. `endsAt`: in ms of `performance.now()`. */
  async warm(operations: OperationCache, endsAt: number): Promise<void> {
    const { maxOperations, logger } = this.parts;
    try {
      const startedAt = performance.now();
      const expected = (await this.parts.expected()).slice(0, maxOperations);
      const planned = await this.#planAll(operations, expected, endsAt);
      const ms = Math.round(performance.now() - startedAt);
      if (expected.length > 0) logger.info({ expected: expected.length, planned, ms }, 'operations are planned ahead');
    } catch (err) {
      logger.warn({ err }, 'what is to be planned ahead cannot be read');
    }
  }

  /** Plans no more. */
  stop(): void {
    this.#isStopped = true;
  }

  /** How many of them there is a plan for. */
  async #planAll(operations: OperationCache, expected: readonly ExpectedOperation[], endsAt: number): Promise<number> {
    let planned = 0;
    for (const one of expected) {
      if (this.#isStopped || performance.now() > endsAt) break;
      const refusal = await refusalOf(operations, one);
      if (refusal === undefined) planned++;
      else if (isBusy(refusal))
        break; // those who ask now come first
      else this.#tell(one, refusal);
      await nextTurn();
    }
    return planned;
  }

  #tell({ name, operationName }: ExpectedOperation, { errors }: OperationRefused): void {
    const reasons = errors.map(({ message }) => message);
    const key = JSON.stringify([name, operationName, reasons]);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.parts.logger.warn({ document: name, operationName, reasons }, 'an operation cannot be planned ahead');
  }
}

/** Reads what a router expects to be asked; rejects when some of it is not there. */
export async function createWarming(
  { execution }: Pick<RouterConfig, 'execution'>,
  { manifests, logger }: { readonly manifests: () => readonly ExpectedOperation[]; readonly logger: Logger },
): Promise<Warming> {
  const { documents, manifests: takesManifests, maxOperations } = execution.warm;
  const expected = async () => [...(await readOperations(documents)), ...(takesManifests ? manifests() : [])];
  await expected();
  return new Warming({ maxOperations, expected, logger });
}

/** Checks and plans an operation; undefined when it would be answered. */
export async function refusalOf(
  operations: OperationCache,
  { query, operationName }: ExpectedOperation,
): Promise<OperationRefused | undefined> {
  try {
    await operations.warm(query, operationName);
    return undefined;
  } catch (cause) {
    if (cause instanceof OperationRefused) return cause;
    throw cause;
  }
}

const isBusy = ({ errors }: OperationRefused): boolean =>
  errors.some(({ extensions }) => extensions.code === 'SERVER_OVERLOADED');
