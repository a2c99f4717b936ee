import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningSystem, SystemOptions } from '@fleetgraph/local/system/running-system';
import { startSystem } from '@fleetgraph/local/system/start-system';

/**
 * Starts a whole system with demo data in a folder of its own, with what a test wants of it besides; answers how to stop and
 * forget it.
 */
export async function startBrowserSystem(
  optionsIn: (folder: string) => Partial<SystemOptions> = () => ({}),
): Promise<{ system: RunningSystem; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'fleetgraph-browser-'));
  const system = await startSystem({ folder, isDurable: false, logLevel: 'warn', ...optionsIn(folder) });
  const stop = async () => {
    await system.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { system, stop };
}
