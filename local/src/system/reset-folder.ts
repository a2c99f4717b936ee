import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefused } from '../launch/start-refused.js';
import { startPostgres } from '../postgres/start-postgres.js';

/** Everything that a system writes into its data folder; what else lies there is not ours to delete. */
const OURS =
  /^(postgres(\.\d+\.draft(-password)?)?|postgres-passwords\.json|secrets\.json|stripe-sandbox\.jsonl|mail|mail\.jsonl|logs|demo-data\.loaded|.*\.\d+\.draft)$/;

/** Throws a system's data away; refuses while that system runs. */
export async function resetFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  if (existsSync(join(folder, 'postgres', 'PG_VERSION'))) await endLeftDatabase(folder);
  for (const name of readdirSync(folder)) {
    if (OURS.test(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Whether the first start of a folder was cut off, so that only a part of the demo data can be there. */
export function isHalfMade(folder: string): boolean {
  return existsSync(join(folder, 'postgres-passwords.json')) && !existsSync(join(folder, 'demo-data.loaded'));
}

/** A database that a killed launcher left behind would go on writing into deleted files. */
async function endLeftDatabase(folder: string): Promise<void> {
  try {
    const postgres = await startPostgres({ folder });
    await postgres.stop();
  } catch (error) {
    // What is broken can be deleted; what is in use must not be.
    if (error instanceof StartRefused) throw error;
  }
}
