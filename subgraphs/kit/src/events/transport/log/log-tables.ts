import type { Pool } from 'pg';

/** Channel on which consumers learn that a topic has grown. */
export const LOG_CHANNEL = 'event_log';

/** Any number: one lock for everybody who sets up this database. */
const SETUP_LOCK = 4_801_963;

const TABLES = `
create table if not exists event_topic (
  name text not null,
  -- The row is locked by whoever appends, until commit: offsets have no gap and become visible in their order.
  next_offset bigint not null,
  constraint event_topic_pkey primary key (name)
);
create table if not exists event_log (
  topic text not null,
  "offset" bigint not null,
  key text not null,
  headers jsonb not null,
  value bytea not null,
  appended_at timestamptz not null default clock_timestamp(),
  constraint event_log_pkey primary key (topic, "offset")
);
create table if not exists event_group (
  consumer_group text not null,
  topic text not null,
  next_offset bigint not null default 0,
  -- Grows with each rewind, so that a consumer at work cannot write its old place over it.
  epoch int not null default 0,
  constraint event_group_pkey primary key (consumer_group, topic)
);`;

/** Creates the log's tables; safe when several processes start at once. */
export async function createLogTables(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [SETUP_LOCK]);
    await client.query(TABLES);
    await client.query('commit');
  } finally {
    client.release();
  }
}
