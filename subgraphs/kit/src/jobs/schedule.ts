import type { EntityManager } from '@mikro-orm/postgresql';
import { sqlRun } from '../database/sql.js';
import type { SubgraphRuntime } from '../graphql/runtime.js';

/** Work that is done later, or again and again, by whichever process is free. */
export interface Job<P extends object = object> {
  /** `<verb>-<noun>`, unique in the subgraph. */
  readonly name: string;
  /** Gets a fresh EntityManager without a transaction; may run more than once for one schedule, so it checks the state. */
  run(em: EntityManager, payload: P, runtime: SubgraphRuntime): Promise<void>;
  /** Five fields, UTC, one minute at the finest; runs with an empty payload. */
  readonly cron?: string;
  /** Runs with an empty payload when a process starts, and again this many seconds after each run has ended. */
  readonly everySeconds?: number;
  /** Attempts with growing pauses (about e^attempt seconds); the default is 25, which is some days. */
  readonly maxAttempts?: number;
}

/** When a job is due and which earlier schedule it replaces. */
export interface ScheduleOptions {
  /** The default is now. */
  readonly runAt?: Date;
  /** A schedule with the same key and job replaces the one that has not started. */
  readonly key?: string;
}

/** Names a job; list it in the subgraph's `jobs`. */
export function defineJob<P extends object = object>(job: Job<P>): Job<P> {
  return job;
}

/** Schedules a job in the caller's transaction: it exists exactly when the change does that asked for it. */
export async function schedule<P extends object>(
  em: EntityManager,
  job: Job<P>,
  payload: P,
  { runAt, key }: ScheduleOptions = {},
): Promise<void> {
  await sqlRun(
    em,
    `select graphile_worker.add_job(
       identifier => $1, payload => $2::json, run_at => $3::timestamptz, max_attempts => $4::int,
       job_key => $5, job_key_mode => 'replace')`,
    [job.name, JSON.stringify(payload), runAt, job.maxAttempts, jobKey(job, key)],
  );
}

/** Forgets a schedule by its key, in the caller's transaction; nothing happens when it has run. */
export async function unschedule<P extends object>(em: EntityManager, job: Job<P>, key: string): Promise<void> {
  await sqlRun(em, 'select graphile_worker.remove_job($1)', [jobKey(job, key)]);
}

// Keys are unique over all jobs of a database, so two jobs may use the same id as their key.
const jobKey = (job: { name: string }, key: string | undefined): string | undefined => key && `${job.name}:${key}`;
