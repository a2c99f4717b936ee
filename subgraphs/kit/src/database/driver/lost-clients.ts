import type { Pool, PoolClient } from 'pg';

/**
 * Gives a client back to its pool when its connection ends while it is checked out. Kysely 0.29 does that only after a
 * `rollback` that succeeds, so each transaction that meets a restarting database would cost the pool one place for good.
 */
export function releaseLostClients(pool: Pool): void {
  const connect: () => Promise<PoolClient> = pool.connect.bind(pool);
  // Kysely uses the promise form only; pg also declares one with a callback.
  pool.connect = (async () => watch(await connect())) as Pool['connect'];
}

function watch(client: PoolClient): PoolClient {
  const release = client.release; // made anew by the pool for each checkout
  const onEnd = () => client.release(true);
  let isReleased = false;
  client.release = (error) => {
    if (isReleased) return;
    isReleased = true;
    client.off('end', onEnd);
    release.call(client, error);
  };
  client.once('end', onEnd);
  return client;
}
