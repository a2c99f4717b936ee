import { readFile } from 'node:fs/promises';

/** States of the kernel's table (include/net/tcp_states.h) in which nobody holds a connection open. */
const NOT_OPEN: ReadonlySet<string> = new Set(['06', '07', '0A']); // TIME_WAIT, CLOSE, LISTEN

/** Connections at a local port that the kernel still keeps for somebody. */
export async function openConnections(port: number): Promise<number> {
  const table = await readFile('/proc/net/tcp', 'utf8');
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
  return rows.filter(([, local, , state = '']) => local?.endsWith(suffix) && !NOT_OPEN.has(state)).length;
}

/** What the router tells of itself: one of its metrics. */
export async function metricOf(metricsUrl: string, sample: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const line = text.split('\n').find((one) => one.startsWith(`fleetgraph_router_${sample} `));
  return Number(line?.split(' ').at(-1));
}
