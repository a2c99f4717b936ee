import './jest-global-setup.js'; // declares the global

/** Stops the PostgreSQL that the setup started. */
export default async function teardown(): Promise<void> {
  await globalThis.fleetgraphTestServer?.stop();
}
