import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
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

/** Starts a Redis that keeps nothing over a restart. */
export async function startTestRedis(policy = 'noeviction'): Promise<TestRedis> {
  const [port = 0] = await claimPorts(1);
  const folder = await mkdtemp(join(tmpdir(), 'fleetgraph-redis-'));
  let server = await launch({ port, folder, policy });
  return {
    url: `redis://127.0.0.1:${port}`,
    untilCounted: (ask) => until('Redis counts', async () => (await ask()).policy !== null),
    kill: () => end(server),
    async restart() {
      server = await launch({ port, folder, policy });
    },
    async stop() {
      await end(server);
      await rm(folder, { recursive: true });
    },
  };
}

interface Placement {
  readonly port: number;
  readonly folder: string;
  /** How it makes room. */
  readonly policy: string;
}

async function launch({ port, folder, policy }: Placement): Promise<ChildProcess> {
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--maxmemory-policy', policy];
  const flags = [...place, '--save', '', '--appendonly', 'no'];
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
