import pg from 'pg';
import { columnTypes } from '../../../database/driver/column-types.js';
import { DatabaseListener } from '../../../database/listener.js';
import { createLogTables } from './log-tables.js';

/** What all users of one log in this process share. */
export interface LogHub {
  readonly pool: pg.Pool;
  readonly listener: DatabaseListener;
  release(): Promise<void>;
}

interface Entry {
  users: number;
  readonly pool: pg.Pool;
  readonly listener: DatabaseListener;
  readonly ready: Promise<void>;
}

const POOL_MAX = 4;
const entries = new Map<string, Entry>();

/** Joins the log at this address: one pool and one listening connection per process, however many subgraphs run in it. */
export async function joinLog(url: string): Promise<LogHub> {
  const entry = entries.get(url) ?? open(url);
  entries.set(url, entry);
  entry.users++;
  let isReleased = false;
  const release = async () => {
    if (isReleased) return;
    isReleased = true;
    if (--entry.users > 0) return;
    if (entries.get(url) === entry) entries.delete(url);
    await Promise.all([entry.listener.close(), entry.pool.end()]);
  };
  try {
    await entry.ready;
  } catch (error) {
    await release();
    throw error;
  }
  return { pool: entry.pool, listener: entry.listener, release };
}

function open(url: string): Entry {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'fleetgraph-event-log',
    max: POOL_MAX,
    connectionTimeoutMillis: 10_000,
    types: columnTypes,
    keepAlive: true,
  });
  pool.on('error', () => undefined); // an idle connection was cut: the pool has dropped it already
  const listener = new DatabaseListener({ url, applicationName: 'fleetgraph-event-log-listener' });
  return { users: 0, pool, listener, ready: createLogTables(pool) };
}
