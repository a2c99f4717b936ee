import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { StartRefused } from '../launch/start-refused.js';

/** Any number will do: it is the only advisory lock in the database "postgres". */
const LAUNCHER_LOCK = 4_000;

/** Holds a data folder for this process; the claim ends with the process, however that ends. */
export async function claimFolder(folder: string, connection: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({
    ...connection,
    application_name: `fleetgraph process ${process.pid}`,
    keepAlive: true,
  });
  // A server that goes away ends the claim, too; whoever works with it will notice.
  client.on('error', () => undefined);
  await client.connect();
  // A killed predecessor's session lasts until the server has noticed the closed socket.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      LAUNCHER_LOCK,
    ]);
    if (rows[0]?.taken === true) return client;
    await pause(200);
  }
  const { rows } = await client.query<{ holder: string }>(
    `select application_name as holder from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and objid = $1`,
    [LAUNCHER_LOCK],
  );
  await client.end();
  throw new StartRefused(
    `The folder ${folder} is in use by a Fleetgraph that is running (${rows[0]?.holder ?? 'unknown process'}): stop that one, or choose another folder with --data DIR.`,
  );
}
