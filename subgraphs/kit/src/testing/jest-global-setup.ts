import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.js';

/** Environment variable that carries the superuser's connection string to Jest's workers. */
export const TEST_POSTGRES = 'FLEETGRAPH_TEST_PG';

declare global {
  // Jest loads setup and teardown separately; only the global object is shared.
  var fleetgraphTestServer: EmbeddedServer | undefined;
}

/** Starts one real PostgreSQL for the whole run, unless one is named by the environment. */
export default async function setup(): Promise<void> {
  if (process.env[TEST_POSTGRES] !== undefined) return;
  globalThis.fleetgraphTestServer = await startEmbeddedServer();
  process.env[TEST_POSTGRES] = globalThis.fleetgraphTestServer.adminUrl;
}
