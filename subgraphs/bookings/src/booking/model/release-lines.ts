import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Frees units, seats and stock of lines; nothing happens for those that have none. */
export async function releaseLines(tx: EntityManager, lines: Iterable<{ readonly id: string }>): Promise<void> {
  await sqlRun(tx, 'select release_lines($1::uuid[])', [Array.from(lines, ({ id }) => id)]);
}
