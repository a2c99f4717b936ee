import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ROUTER_CPU } from '../peer.js';
import type { ClientsCommand, ClientsReport } from './run-clients.js';
import type { GivenBack, RouterPlace, RouterUsage } from './run-router.js';

/** A process that has broken says nothing. */
const inTime = () => ({ signal: AbortSignal.timeout(60_000) });

const script = (name: string) => path.join(import.meta.dirname, `${name}.js`);

/** The subgraphs, in a process beside the load. */
export async function startLiveGraph() {
  const child = fork(script('serve-live-graph'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [port] = (await once(child, 'message', inTime())) as [number]; // what serve-live-graph sends
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    change: () => void child.send('change'),
    streams: async () => Number(await (await fetch(`${url}/streams`)).text()),
    stop: () => child.disconnect(),
  };
}

/** A router on a processor of its own. */
export async function startMeasuredRouter(supergraph: string, sockets: number) {
  const router = [process.execPath, '--expose-gc', script('run-router'), supergraph, String(sockets)];
  const child = spawn('taskset', ['-c', ROUTER_CPU, 'env', 'NODE_ENV=production', ...router], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [place] = (await once(child, 'message', inTime())) as [RouterPlace]; // what run-router sends first
  const usage = (first: GivenBack) => ask<RouterUsage>(child, first);
  return {
    ...place,
    cpuMs: async () => (await usage('nothing')).cpuMs,
    memory: usage,
    stop: () => child.disconnect(),
  };
}

/** The clients, in one process. */
export function startClients() {
  const child = fork(script('run-clients'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    open: async (open: number, port: number) =>
      (await ask<ClientsReport>(child, { open, port } satisfies ClientsCommand)).sockets,
    /** Answers how many had been closed by the router. */
    close: async () => (await ask<ClientsReport>(child, { close: true } satisfies ClientsCommand)).sockets,
    /** How many have had the next event, once; rejects when it takes too long. */
    heard: async () => {
      const [report] = (await once(child, 'message', inTime())) as [ClientsReport];
      return report.sockets;
    },
    stop: () => child.disconnect(),
  };
}

/** Sends a message to a process and waits for its answer. */
export async function ask<Answer>(child: ChildProcess, message: string | object): Promise<Answer> {
  child.send(message);
  const [answer] = (await once(child, 'message', inTime())) as [Answer]; // what the script of this process sends
  return answer;
}
