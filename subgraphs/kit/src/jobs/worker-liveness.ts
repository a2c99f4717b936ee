import { setTimeout as pause } from 'node:timers/promises';
import type { SessionLock } from '../database/listener.js';
import { sqlAll, sqlRun } from '../database/sql.js';
import type { SubgraphRuntime } from '../graphql/runtime.js';

const CHECK_INTERVAL_MS = 5_000;
/** A worker that has just started, or lost its connection for a moment, is not taken for dead. */
const GRACE = '10 seconds';

/**
 * Frees the jobs of workers whose process is gone. graphile-worker alone waits four hours before it gives them to others.
 * Live workers are those of a pool whose session lock stands; PostgreSQL drops the lock together with the process.
 */
export class WorkerLiveness {
  readonly #runtime: SubgraphRuntime;
  #poolId: string | undefined;
  #lock: SessionLock | undefined;
  readonly #abort = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(runtime: SubgraphRuntime) {
    this.#runtime = runtime;
  }

  start(): void {
    this.#loop = this.#watch();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#loop;
    await this.#lock?.release();
  }

  /** Vouches for this process's pool of workers, and no longer for the one before. */
  vouchFor(poolId: string): void {
    this.#poolId = poolId;
    void this.#vouch(poolId); // neither tryLock nor release rejects
  }

  async #watch(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        if (this.#poolId !== undefined && !this.#lock?.isHeld) await this.#vouch(this.#poolId);
        await this.#freeJobsOfTheDead();
      } catch (error) {
        this.#runtime.logger.warn({ err: error }, 'jobs of dead workers cannot be looked for');
      }
      await pause(CHECK_INTERVAL_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
    }
  }

  async #vouch(poolId: string): Promise<void> {
    const former = this.#lock;
    const lock = await this.#runtime.listener.tryLock(lockName(poolId));
    if (lock === undefined) return; // the same is under way already
    this.#lock = lock;
    await former?.release();
  }

  async #freeJobsOfTheDead(): Promise<void> {
    const em = this.#runtime.em();
    const locked = await sqlAll<{ pool_id: string }>(
      em,
      'select distinct locked_by as pool_id from graphile_worker.jobs where locked_at < now() - $1::interval',
      [GRACE],
    );
    if (locked.length === 0) return;
    const dead = await sqlAll<{ pool_id: string }>(
      em,
      // Bigint advisory locks show as two halves with objsubid 1.
      `select pool_id from unnest($1::text[], $2::text[]) as w (pool_id, lock_name)
       where not exists (
         select from pg_locks
         where locktype = 'advisory' and granted and objsubid = 1
           and database = (select oid from pg_database where datname = current_database())
           and (classid::bigint << 32) | objid::bigint = hashtextextended(lock_name, 0))`,
      [locked.map((row) => row.pool_id), locked.map((row) => lockName(row.pool_id))],
    );
    if (dead.length === 0) return;
    this.#runtime.logger.warn({ pools: dead.length }, 'workers are gone, their jobs are free again');
    await sqlRun(em, 'select graphile_worker.force_unlock_workers($1::text[])', [dead.map((row) => row.pool_id)]);
  }
}

const lockName = (workerId: string): string => `job worker ${workerId}`;
