import { setTimeout as pause } from 'node:timers/promises';
import { GraphClient } from '../access/graph-client.js';
import { signIn } from '../access/sign-in.js';
import { DEMO_PEOPLE } from '../system/demo-accounts.js';
import type { RunningSystem } from '../system/running-system.js';

const CONFIRMED = `query {
  bookings(first: 100, filter: { states: [CONFIRMED] }) { edges { node { id locator lines { __typename id } } } }
}`;
const COMPLETE = {
  name: 'completeLine',
  success: '... on HandOverSuccess { booking { id } }',
  inputType: 'HandOverInput',
};
const CANCEL = { name: 'cancelBooking', success: '... on CancelBookingSuccess { booking { id } }' };

interface Booking {
  id: string;
  locator: string;
  lines: { __typename: string; id: string }[];
}

/** The branch agent hands goods over and cancels one booking, so that there is revenue and a refund. */
export async function serveCustomers(system: RunningSystem, expected: number): Promise<void> {
  const { access_token: token } = await signIn(system.issuer, DEMO_PEOPLE.agent);
  const graph = new GraphClient(`${system.url}/graphql`, token);
  const [cancelled, ...kept] = await untilConfirmed(graph, expected);
  const goods = kept.flatMap(({ id, lines }) =>
    lines.flatMap((line) => (line.__typename === 'ShopOrder' ? [{ bookingId: id, lineId: line.id }] : [])),
  );
  await graph.mutateAll(
    COMPLETE,
    goods.map((line) => ({ ...line, idempotencyKey: `demo-complete-${line.lineId}` })),
  );
  if (cancelled === undefined) return;
  const reason = 'The customer called.';
  await graph.mutate(CANCEL, { bookingId: cancelled.id, reason, idempotencyKey: `demo-cancel-${cancelled.id}` });
}

/** Confirmation follows the provider's webhook, by events. */
async function untilConfirmed(graph: GraphClient, expected: number): Promise<Booking[]> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { bookings } = await graph.ask<{ bookings: { edges: { node: Booking }[] } }>(CONFIRMED);
    if (bookings.edges.length >= expected) return bookings.edges.map(({ node }) => node);
    await pause(100);
  }
  throw new Error('The demo bookings were not confirmed within half a minute.');
}
