import { setTimeout as pause } from 'node:timers/promises';
import { StartRefused } from '../launch/start-refused.js';
import { claimFolder } from './claim-folder.js';
import type { Cluster } from './create-cluster.js';
import { runServer, type ServerOptions, stopServer, superuser, tellToStop } from './run-server.js';

/** A server at work, and the claim on its folder. */
export interface KeptServer {
  readonly port: number;
  stop(): Promise<void>;
}

const PAUSE_MS = 500;

/** Runs the server and brings it back on its port whenever it dies, until it is stopped. */
export async function keepServer(cluster: Cluster, folder: string, options: ServerOptions): Promise<KeptServer> {
  const port = await runServer(cluster, options);
  let claim = await claimFolder(folder, superuser(cluster, port));
  let recovery = Promise.resolve();
  let isStopping = false;

  // The claim's connection ends with the server.
  const watch = () =>
    claim.once('end', () => {
      if (!isStopping) recovery = recover();
    });
  const recover = async (): Promise<void> => {
    while (!isStopping) {
      try {
        await runServer(cluster, { ...options, port });
        claim = await claimFolder(folder, superuser(cluster, port));
        watch();
        return;
      } catch (error) {
        // Another launcher has the folder by now.
        if (error instanceof StartRefused) return;
        await pause(PAUSE_MS);
      }
    }
  };
  watch();
  // A process whose time to stop in order is over still leaves no server behind.
  const leave = () => tellToStop(cluster);
  process.once('exit', leave);
  return {
    port,
    async stop() {
      isStopping = true;
      process.off('exit', leave);
      await recovery;
      await stopServer(cluster);
      await claim.end().catch(() => undefined);
    },
  };
}
