import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePorts } from '@fleetgraph/local/system/free-port';

/** A router under measurement, in a process of its own. */
export interface Peer {
  readonly name: string;
  readonly url: string;
  /** CPU time that its process has used, in ms. */
  cpuMs(): number;
  stop(): Promise<void>;
}

/** The header that differs per request and is handed on. */
export const UNIQUE_HEADER = 'x-unique';
/** The header that makes every answer of the subgraphs another one. */
export const VARYING_HEADER = 'x-varying';

/** The processor that routers run on; load and subgraphs have the others. */
export const ROUTER_CPU = '0';
const OTHER_CPUS = '1';
/** Clock ticks in a second: what `getconf CLK_TCK` says on every Linux that Node runs on. */
const TICKS = 100;

/** The subgraphs of the benchmark, in a process beside the load. */
export async function startSubgraphs(): Promise<{ url: string; stop(): void }> {
  const child = fork(path.join(import.meta.dirname, 'serve-subgraphs.js'), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [port] = (await once(child, 'message')) as [number]; // what serve-subgraphs sends
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

/** Starts a router by its command, in which {supergraph} and {port} stand for what it needs. */
export async function startPeer(name: string, command: string, supergraph: string): Promise<Peer> {
  const [port = 0] = await findFreePorts(1);
  const [program = '', ...args] = command
    .split(' ')
    .map((word) => word.replaceAll('{supergraph}', supergraph).replaceAll('{port}', String(port)));
  const child = spawn('taskset', ['-c', ROUTER_CPU, program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      APOLLO_TELEMETRY_DISABLED: 'true',
      NODE_ENV: 'production',
      SUPERGRAPH: supergraph,
      PORT: String(port),
    },
  });
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilAnswering(url, child);
  return {
    name,
    url,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const tooLong = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await gone;
      clearTimeout(tooLong);
    },
  };
}

/** Keeps this process and those that it starts from now on away from the router's processor. */
export function leaveRoutersCpu(): void {
  spawn('taskset', ['-a', '-c', '-p', OTHER_CPUS, String(process.pid)], { stdio: 'ignore' });
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  const body = JSON.stringify({ query: '{ __typename }' });
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) break;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body }).catch(() => undefined); // not listening yet
    if (response?.ok) return;
    await pause(100);
  }
  throw new Error('The router does not answer.');
}

function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}
