import { RELAY_LOCK } from '@fleetgraph/kit/events/outbox-relay';
import { until } from '@fleetgraph/kit/testing/until';
import type { DatabaseName } from '@fleetgraph/local/postgres/database-names';
import pg from 'pg';
import type { FaultySystem } from './faulty-system.js';
import type { World } from './world.js';

/** Something that a process waits for until it is taken away: the place where it can be killed. */
export interface Obstacle {
  remove(): Promise<void>;
}

/** Events stay in the outbox: the state is there, and nobody has heard of it. */
export const holdRelay = (world: World, database: DatabaseName): Promise<Obstacle> =>
  obstruct(world, database, `select pg_advisory_lock(${RELAY_LOCK})`);

/** Transactions that would write into a table wait right there; what they did before is not committed. */
export const lockWrites = (world: World, database: DatabaseName, table: string): Promise<Obstacle> =>
  obstruct(world, database, `lock table ${table} in share mode`);

/** Rows that cannot be changed. */
export const lockRows = (world: World, database: DatabaseName, rows: string): Promise<Obstacle> =>
  obstruct(world, database, `${rows} for update`);

/** The provider answers this call late: there is time to die between its effect and our knowledge of it. */
export const answerLate = (world: FaultySystem, call: string) =>
  tellSandbox(world, { delayAnswerMs: 5_000, matching: call });

/** The provider does not even begin with this call. */
export const beginLate = (world: FaultySystem, call: string) =>
  tellSandbox(world, { delayRequestMs: 2_000, matching: call });

/** Sets faults of the provider; answers how to undo that. */
export function tellSandbox(
  world: FaultySystem,
  controls: Partial<FaultySystem['sandbox']['controls']>,
): () => unknown {
  const before = { ...world.sandbox.controls };
  Object.assign(world.sandbox.controls, controls);
  return () => Object.assign(world.sandbox.controls, before);
}

/** Waits until somebody waits for a lock in a database. */
export async function untilBlocked(world: World, database: DatabaseName): Promise<void> {
  await until(async () => {
    const waiting = await world.sql(
      database,
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return waiting.length > 0;
  }, 30_000);
}

async function obstruct(world: World, database: DatabaseName, statement: string): Promise<Obstacle> {
  const client = new pg.Client({ connectionString: world.insides.databaseUrls[database] });
  // It may be cut together with the server; then it is away as well.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query(statement);
  return {
    async remove() {
      // Ending the session frees the advisory lock, too, and only then somebody may go on.
      await client.query('select pg_advisory_unlock_all()');
      await client.query('rollback');
      await client.end();
    },
  };
}
