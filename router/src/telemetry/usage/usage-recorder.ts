import type { Logger } from 'pino';
import type { UsageConfig } from '../../config/telemetry-sections.js';
import { OperationUsage, type ProgramUsage } from './operation-usage.js';

/** Takes counts; rejects when they cannot be kept. */
export interface UsageSink {
  add(usage: readonly ProgramUsage[]): Promise<void>;
  close?(): Promise<void>;
}

/** Counts which program names which part of the schema, and gives the counts away now and then, and at the end. */
export class UsageRecorder {
  readonly #usage: OperationUsage;
  readonly #timer: NodeJS.Timeout;

  constructor(
    { flushMs, maxClients }: UsageConfig,
    /** Each gets all counts. */
    readonly sinks: readonly UsageSink[],
    readonly logger: Logger,
  ) {
    this.#usage = new OperationUsage(maxClients);
    this.#timer = setInterval(() => void this.#flush(), flushMs).unref();
  }

  /** Counts one operation of a program. */
  count(...operation: Parameters<OperationUsage['count']>): void {
    this.#usage.count(...operation);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flush();
    await Promise.all(this.sinks.map((sink) => sink.close?.()));
  }

  /** What could not be written is lost; answers matter more. */
  async #flush(): Promise<void> {
    const taken = this.#usage.take(new Date());
    const tell = (err: unknown) => this.logger.error({ err }, 'usage could not be written');
    await Promise.all(this.sinks.map((sink) => sink.add(taken).catch(tell)));
  }
}
