import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Ends every session, grant and refresh token of a person; access tokens run out within ten minutes. */
export async function endSessions(tx: EntityManager, userId: string): Promise<void> {
  await sqlRun(tx, 'delete from oidc_record where account_id = $1', [userId]);
}
