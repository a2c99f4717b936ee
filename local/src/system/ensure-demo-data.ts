import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Seeded } from '@fleetgraph/users/seed-accounts/seed-accounts';
import { loadDemoData, refreshDemoData } from '../demo-data/load-demo-data.js';
import { writePrivateFile } from '../durable/write-private-file.js';
import { DEMO_PEOPLE } from './demo-accounts.js';
import type { RunningSystem } from './running-system.js';

/** Loads the demo data once; the mark in the folder says that it is complete. Later starts add the flights of new days. */
export async function ensureDemoData(
  system: RunningSystem,
  { folder, seeded, onStep }: { folder: string; seeded: Seeded; onStep: (step: string) => void },
): Promise<void> {
  const mark = join(folder, 'demo-data.loaded');
  if (existsSync(mark)) return refreshDemoData(system);
  const tell = (step: string) => onStep(`Demo data: ${step}`);
  await loadDemoData(system, { technicianId: seeded.userIds[DEMO_PEOPLE.technician.email], onStep: tell });
  writePrivateFile(mark, `${new Date().toISOString()}\n`);
}
