import { readFile, writeFile } from 'node:fs/promises';
import { toApiSchema } from './api-schema.js';
import { composeSupergraph } from './compose.js';
import { inOrder, isOurs, readUsage, USAGE_FILE, usageOfRepository } from './recorded-usage.js';

/**
 * Writes `schema/usage.json`: what our own operations name now, beside what other clients were seen to name. Files of a
 * router's `usage.file`, when some are named, add to the latter. A client that is no more is taken out by hand.
 */
async function recordUsage(files: readonly string[]): Promise<void> {
  const own = await usageOfRepository(toApiSchema(await composeSupergraph('schema')));
  const clients = new Map(Object.entries(own).map(([name, coordinates]) => [name, new Set(coordinates)]));
  const add = (name: string, coordinates: readonly string[]) =>
    clients.set(name, new Set([...(clients.get(name) ?? []), ...coordinates]));
  for (const [name, coordinates] of Object.entries(await readUsage())) if (!isOurs(name)) add(name, coordinates);
  for (const file of files)
    for (const { name, coordinates } of await linesOf(file)) add(name, Object.keys(coordinates));
  await writeFile(USAGE_FILE, `${JSON.stringify(inOrder(clients), null, 2)}\n`);
}

/** A line of a router's `usage.file`. */
interface UsageLine {
  readonly name: string;
  readonly coordinates: Readonly<Record<string, number>>;
}

async function linesOf(file: string): Promise<readonly UsageLine[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line)); // as the router writes it
}

await recordUsage(process.argv.slice(2));
