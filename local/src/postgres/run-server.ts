import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import pg from 'pg';
import { LOOPBACK } from '../system/free-port.js';
import type { Cluster } from './create-cluster.js';
import { runAs } from './postgres-account.js';

/** How one server is run: where it listens and whether a power cut may lose data. */
export interface ServerOptions {
  isDurable: boolean;
  /** Any free one when left out. */
  port?: number;
}

/** Starts the server on a free port, or takes over the one that a killed launcher has left behind; answers its port. */
export async function runServer(cluster: Cluster, options: ServerOptions): Promise<number> {
  const left = readServerFile(cluster);
  if (left !== undefined && isAlive(left.pid)) {
    if (await accepts(cluster, left.port)) return left.port;
    await removeLeftover(cluster, left.pid);
  }
  const port = options.port ?? (await claimPorts(1))[0] ?? 0;
  const settings = {
    port,
    listen_addresses: LOOPBACK,
    // No socket file: its path has a length limit that deep data folders exceed.
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '64MB',
    timezone: 'UTC',
    jit: 'off',
    // Processes that a database of this size does not need.
    io_method: 'sync',
    max_logical_replication_workers: 0,
    ...(options.isDurable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  await startOn(cluster, flags.join(' '));
  return port;
}

/** A killed server's children hold its shared memory for a moment, and the next server refuses to start beside them. */
async function startOn(cluster: Cluster, flags: string): Promise<void> {
  const log = join(cluster.folder, 'server.log');
  const args = ['start', '-D', cluster.folder, '-w', '-t', '60', '-s', '-l', log, '-o', flags];
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runAs(cluster.account, cluster.binaries.pgCtl, args);
      return;
    } catch (error) {
      if (attempt === 10) throw error;
      await pause(500);
    }
  }
}

/** Ends the server: open transactions are rolled back, everything committed is on disk. */
export async function stopServer(cluster: Cluster): Promise<void> {
  const left = readServerFile(cluster);
  if (left === undefined || !isAlive(left.pid)) return;
  await runAs(cluster.account, cluster.binaries.pgCtl, [
    'stop',
    '-D',
    cluster.folder,
    '-m',
    'fast',
    '-w',
    '-t',
    '20',
    '-s',
  ]);
}

/** The same without waiting for it: a server that is interrupted stops in order. */
export function tellToStop(cluster: Cluster): void {
  const left = readServerFile(cluster);
  if (left !== undefined && isAlive(left.pid)) process.kill(left.pid, 'SIGINT');
}

/** The process id and port in the file that a running server keeps. */
export function readServerFile(cluster: Cluster): { pid: number; port: number } | undefined {
  const file = join(cluster.folder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(pid), port: Number(port) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error !== null && typeof error === 'object' && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether our own server answers there; one that is just starting or recovering gets the time for it. */
async function accepts(cluster: Cluster, port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const client = new pg.Client({ ...superuser(cluster, port), connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      return true;
    } catch (error) {
      const isComingUp = error instanceof pg.DatabaseError && error.code === '57P03';
      if (!isComingUp) return false;
      await pause(250);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

/** The connection options of the superuser. */
export function superuser({ superuserPassword }: Cluster, port: number): pg.ClientConfig {
  return { host: LOOPBACK, port, user: 'postgres', password: superuserPassword, database: 'postgres' };
}

/** The id in the file may have been given to a stranger since a reboot: a stranger is left alone, a dumb server is stopped. */
async function removeLeftover(cluster: Cluster, pid: number): Promise<void> {
  const commandLine = `/proc/${pid}/cmdline`;
  const isStranger = existsSync(commandLine) && !readFileSync(commandLine, 'utf8').includes(cluster.folder);
  if (!isStranger) {
    const how = ['-m', 'immediate', '-w', '-t', '3', '-s'];
    await runAs(cluster.account, cluster.binaries.pgCtl, ['stop', '-D', cluster.folder, ...how]).catch(() =>
      process.kill(pid, 'SIGKILL'),
    );
  }
  rmSync(join(cluster.folder, 'postmaster.pid'), { force: true });
}
