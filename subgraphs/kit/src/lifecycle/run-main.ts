import type { Logger } from 'pino';
import { ConfigInvalid } from '../config/parse-env.js';
import { createLogger } from '../logging/create-logger.js';
import { stopGracefully } from './stop-gracefully.js';

/** A process's one thing at work. */
export interface RunningMain {
  readonly name: string;
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** What a child process tells its parent once it takes requests. */
export interface ReadyMessage {
  readonly ready: { readonly name: string; readonly port: number; readonly url: string };
}

/**
 * Runs a process: starts its thing, tells the parent (if there is one) where it is, and stops it in order on a signal. A
 * faulty configuration is told in plain words.
 */
export async function runMain(start: () => Promise<RunningMain>): Promise<void> {
  const logger: Logger = createLogger({ name: 'main', level: 'info' });
  try {
    const running = await start();
    stopGracefully(() => running.stop(), logger);
    const { name, port, url } = running;
    process.send?.({ ready: { name, port, url } } satisfies ReadyMessage);
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
