import { Logger as WorkerLogger } from 'graphile-worker';
import type { Logger } from 'pino';

/** For steps whose failure is a rejection anyway. */
export const silentJobLogger = new WorkerLogger(() => () => {});

/**
 * Passes the worker's own messages on without their meta, which holds whole jobs with payloads. Failed tasks are not
 * repeated here: their message quotes the error, and `runJobs` has logged it properly.
 */
export function jobLogger(logger: Logger): WorkerLogger {
  return new WorkerLogger(({ taskIdentifier, jobId }) => (level, message) => {
    if (taskIdentifier !== undefined || jobId !== undefined) return;
    if (level === 'error') logger.error({ component: 'jobs' }, message);
    else if (level === 'warning') logger.warn({ component: 'jobs' }, message);
    else logger.debug({ component: 'jobs' }, message);
  });
}
