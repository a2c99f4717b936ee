import { setTimeout as pause } from 'node:timers/promises';
import { GraphClient } from '../access/graph-client.js';
import { signInClient } from '../access/sign-in.js';
import { CLIENT_IDS } from '../system/demo-accounts.js';
import type { RunningSystem } from '../system/running-system.js';
import { loadHistory } from './load-history.js';
import { loadSupply, loadTimetable } from './load-supply.js';
import { serveCustomers } from './serve-customers.js';

/** Gives a new system its places, vehicles, flights, goods, and some bookings. */
export async function loadDemoData(
  system: RunningSystem,
  { technicianId, onStep }: { technicianId: string | undefined; onStep: (step: string) => void },
): Promise<void> {
  const graph = await staff(system);
  await loadSupply(graph, { technicianId, onStep });
  onStep('bookings');
  await untilOffered(graph);
  await serveCustomers(system, await loadHistory(system));
}

/** Adds the flights that a new day brings. */
export async function refreshDemoData(system: RunningSystem): Promise<void> {
  await loadTimetable(await staff(system));
}

async function staff(system: RunningSystem): Promise<GraphClient> {
  const login = { id: CLIENT_IDS.loader, secret: system.secrets.loaderClient };
  return new GraphClient(`${system.url}/graphql`, await signInClient(system.issuer, login, 'fleet:read fleet:write'));
}

const OFFERED = `query {
  flights: offers(first: 1, input: { kinds: [FLIGHT], near: { latitude: 38.77, longitude: -9.13, radiusMeters: 20000 } }) { edges { node { id } } }
  goods: offers(first: 1, input: { kinds: [PRODUCT], text: "Cool box, 32" }) { edges { node { id } } }
}`;

/** The catalogue reaches bookings by events; the goods that were added last come last. */
async function untilOffered(graph: GraphClient): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { flights, goods } = await graph.ask<Record<'flights' | 'goods', { edges: unknown[] }>>(OFFERED);
    if (flights.edges.length > 0 && goods.edges.length > 0) return;
    await pause(100);
  }
  throw new Error('The catalogue did not reach bookings within half a minute.');
}
