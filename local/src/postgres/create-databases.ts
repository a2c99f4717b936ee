import pg from 'pg';
import { DATABASE_NAMES } from './database-names.js';
import type { Passwords } from './passwords.js';

/** Makes each database and its role as far as they are missing; no role can connect to another's database. */
export async function createDatabases(connection: pg.ClientConfig, passwords: Passwords): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database');
    const existing = new Set(rows.map(({ datname }) => datname));
    // Roles first: a database names its owner. A killed first start may have left any prefix of this list.
    for (const name of DATABASE_NAMES) {
      await createRole(client, name, passwords.roles[name]);
      if (!existing.has(name)) await client.query(`create database ${name} owner ${name}`);
    }
    for (const name of [...DATABASE_NAMES, 'postgres', 'template1']) {
      await client.query(`revoke all on database ${name} from public`);
    }
  } finally {
    await client.end();
  }
}

async function createRole(client: pg.Client, name: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  const command = rowCount === 0 ? 'create role' : 'alter role';
  await client.query(`${command} ${name} login password ${client.escapeLiteral(password)}`);
}
