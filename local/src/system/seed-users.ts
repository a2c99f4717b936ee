import { connect } from '@fleetgraph/kit/database/connect';
import { type Seeded, seedAccounts } from '@fleetgraph/users/seed-accounts/seed-accounts';
import { seedFor } from './demo-accounts.js';
import type { Secrets } from './secrets.js';

/** Makes sure that the demo accounts and the system's own programs exist. */
export async function seedUsers(databaseUrl: string, publicUrl: string, secrets: Secrets): Promise<Seeded> {
  const orm = await connect({
    url: databaseUrl,
    entities: [],
    migrations: [],
    applicationName: 'fleetgraph-seed',
    poolMax: 1,
  });
  try {
    return await seedAccounts(orm.em.fork(), seedFor(publicUrl, secrets));
  } finally {
    await orm.close();
  }
}
