import type { Logger } from 'pino';
import type { UsageConfig } from '../../config/telemetry-sections.js';
import { OperationUsage } from './operation-usage.js';
import { UsageFile } from './usage-file.js';

/** Counts which program asks for which field, and adds the counts to a file now and then, and at the end. */
export class UsageRecorder {
  readonly #usage: OperationUsage;
  readonly #file: UsageFile;
  readonly #timer: NodeJS.Timeout;

  constructor(
    { flushMs, maxClients }: UsageConfig,
    file: string,
    readonly logger: Logger,
  ) {
    this.#usage = new OperationUsage(maxClients);
    this.#file = new UsageFile(file, maxClients);
    this.#timer = setInterval(() => void this.#flush(), flushMs).unref();
  }

  /** Counts one operation of a program. */
  count(...operation: Parameters<OperationUsage['count']>): void {
    this.#usage.count(...operation);
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    return this.#flush();
  }

  /** What could not be written is lost; answers matter more. */
  async #flush(): Promise<void> {
    await this.#file
      .add(this.#usage.take(new Date()))
      .catch((err: unknown) => this.logger.error({ err }, 'usage could not be written'));
  }
}
