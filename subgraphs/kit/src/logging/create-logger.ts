import { isSpanContextValid, trace } from '@opentelemetry/api';
import { type Logger, pino } from 'pino';

/** Where a logger writes and how much. */
export interface LoggerOptions {
  /** Name of the service: `bookings`, `router`. */
  readonly name: string;
  readonly level: string;
  /** File descriptor or path; the default is standard output. */
  readonly destination?: string | number;
}

/** Names under which secrets and addresses travel; their values never reach a log. */
const REDACTED = ['authorization', 'cookie', 'password', 'token', 'secret', 'email', 'clientSecret', 'client_secret'];

/** JSON lines with trace ids of the active span; known secrets and addresses are cut out at two levels. */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  return pino(
    {
      name,
      level,
      base: { pid: process.pid },
      redact: { paths: REDACTED.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
      mixin() {
        const span = trace.getActiveSpan()?.spanContext();
        return span !== undefined && isSpanContextValid(span) ? { traceId: span.traceId, spanId: span.spanId } : {};
      },
    },
    pino.destination({ dest: destination ?? 1, sync: false }),
  );
}
