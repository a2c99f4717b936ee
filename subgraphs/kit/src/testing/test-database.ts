import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { TEST_POSTGRES } from './jest-global-setup.js';

/** An empty database that belongs to one test file, with a role of its own. */
export interface TestDatabase {
  readonly url: string;
  /** Drops it, with whoever is still connected. */
  close(): Promise<void>;
}

/** Creates a database and a role that can use nothing else. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env[TEST_POSTGRES];
  if (adminUrl === undefined) throw new Error(`${TEST_POSTGRES} is not set: run the tests through Jest's global setup`);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(adminUrl, [
    `create role ${name} login password '${name}'`,
    `create database ${name} owner ${name} strategy file_copy`,
  ]);
  const url = new URL(adminUrl);
  url.username = name;
  url.password = name;
  url.pathname = `/${name}`;
  return {
    url: url.href,
    close: () => administer(adminUrl, [`drop database ${name} with (force)`, `drop role ${name}`]),
  };
}

async function administer(adminUrl: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
