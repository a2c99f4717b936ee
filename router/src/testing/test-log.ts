import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';

/** A logger, and the lines that were written with it. */
export interface TestLog {
  readonly logger: Logger;
  readonly lines: Record<string, unknown>[];
}

/** Makes a logger that keeps what it is told, from a level on. */
export function makeTestLog(level = 'warn'): TestLog {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { logger: pino({ level, base: null, timestamp: false }, stream), lines };
}
