import { startSystem } from '@fleetgraph/local/system/start-system';

/** Which system to start. */
export interface LaunchMessage {
  readonly folder: string;
  readonly port: number;
}

// A launcher of its own process, as `npm start` is one, without the demo data.
process.once('message', async ({ folder, port }: LaunchMessage) => {
  const system = await startSystem({ folder, port, placement: 'together', hasDemoData: false });
  process.send?.({ subgraphUrl: system.subgraphUrls.bookings, postgresPid: system.postgres.pid });
  process.once('SIGTERM', () => system.stop().finally(() => process.exit(0)));
});
