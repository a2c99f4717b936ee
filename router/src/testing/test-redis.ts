import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { until } from './test-router.js';

/** A real Redis on a port of its own that can be taken away. */
export interface TestRedis {
  readonly url: string;
  /** Asks until the answer shows that it was counted: a router connects in the background. */
  untilCounted(ask: () => Promise<{ policy: string | null }>): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether Debian's `redis-server` is there. */
export const isRedisInstalled = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

/** Starts a Redis that keeps nothing. */
export async function startTestRedis(): Promise<TestRedis> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'fleetgraph-redis-'));
  let server = await launch(port, folder);
  return {
    url: `redis://127.0.0.1:${port}`,
    untilCounted: (ask) => until('Redis counts', async () => (await ask()).policy !== null),
    kill: () => end(server),
    async restart() {
      server = await launch(port, folder);
    },
    async stop() {
      await end(server);
      await rm(folder, { recursive: true });
    },
  };
}

async function launch(port: number, folder: string): Promise<ChildProcess> {
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  for await (const data of server.stdout) {
    output += data;
    if (output.includes('Ready to accept connections')) return server;
  }
  throw new Error(`Redis did not start: ${output}`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
}
