import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';

/** A router under measurement, in a process of its own. */
export interface Peer {
  readonly name: string;
  readonly url: string;
  /** CPU time that its process has used, in ms. */
  cpuMs(): number;
  /** Sends a message to what the bench has loaded into its process, and waits for the answer. */
  ask<Answer>(message: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** The header that differs per request and is handed on. */
export const UNIQUE_HEADER = 'x-unique';
/** The header that makes every answer of the subgraphs another one. */
export const VARYING_HEADER = 'x-varying';

/** The processor that routers run on; load and subgraphs have the others. */
export const ROUTER_CPU = '0';
const OTHER_CPUS = '1';
/** A process that has broken says nothing. */
const ANSWER_MS = 60_000;
/** Clock ticks in a second: what `getconf CLK_TCK` says on every Linux that Node runs on. */
const TICKS = 100;

/** Subgraphs in a process beside the load: those of the standard benchmark, or of our own graph. */
export async function startSubgraphs(
  script: 'serve-subgraphs' | 'serve-own-graph' = 'serve-subgraphs',
): Promise<{ url: string; stop(): void }> {
  const child = fork(path.join(import.meta.dirname, `${script}.js`), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [port] = (await once(child, 'message')) as [number]; // what `serveSchemas` sends
  return { url: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
}

/** Starts a router by its command, in which {supergraph} and {port} stand for what it needs. */
export async function startPeer(
  name: string,
  command: string,
  supergraph: string,
  cpus: string = ROUTER_CPU,
): Promise<Peer> {
  const [port = 0] = await claimPorts(1);
  const [program = '', ...args] = command
    .split(' ')
    .map((word) => word.replaceAll('{supergraph}', supergraph).replaceAll('{port}', String(port)));
  const child = spawn('taskset', ['-c', cpus, program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      APOLLO_TELEMETRY_DISABLED: 'true',
      NODE_ENV: 'production',
      SUPERGRAPH: supergraph,
      PORT: String(port),
    },
  });
  const url = `http://127.0.0.1:${port}/graphql`;
  await untilAnswering(url, child).catch((cause: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`${name} does not answer.`, { cause });
  });
  return {
    name,
    url,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    ask: async <Answer>(message: object) => {
      child.send(message);
      const [answer] = (await once(child, 'message', { signal: AbortSignal.timeout(ANSWER_MS) })) as [Answer];
      return answer;
    },
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
  throw new Error(child.exitCode === null ? 'It took too long to start.' : `It ended with ${child.exitCode}.`);
}

function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}
