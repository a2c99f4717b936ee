import { isStaffWith, type Viewer } from '@fleetgraph/kit/auth/viewer';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import { VEHICLE_HEARD } from '../../catalogue/follow-customer-vehicle.js';
import type { BookingsContext } from '../../context.js';

type VehicleContext = Pick<BookingsContext, 'em' | 'listener' | 'viewer'>;

/** How long a basket waits for the event of a vehicle that was registered a moment ago. */
const PATIENCE_MS = 1_000;

/**
 * Those of the vehicles that the viewer may bring to a workshop: the own ones, and any for the operator's desk. One that
 * is not known yet is waited for; somebody else's just as long, so that neither answer nor time tells it from none.
 */
export async function findUsableVehicles(
  { em, listener, viewer }: VehicleContext,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (viewer === undefined || ids.length === 0) return new Set();
  const find = async () => new Set((await usableRows({ em, viewer }, ids)).map(({ id }) => id));
  const isAll = (found: ReadonlySet<string>) => ids.every((id) => found.has(id));
  const atOnce = await find();
  if (isAll(atOnce)) return atOnce;

  const complete = Promise.withResolvers<void>();
  const look = () => find().then((found) => isAll(found) && complete.resolve(), complete.reject);
  const patience = setTimeout(() => complete.resolve(), PATIENCE_MS);
  try {
    const unsubscribe = await listener.subscribe(VEHICLE_HEARD, () => void look());
    void look(); // it may have arrived just before
    await complete.promise.finally(unsubscribe);
  } finally {
    clearTimeout(patience);
  }
  return find();
}

function usableRows({ em, viewer }: { em: VehicleContext['em']; viewer: Viewer }, ids: readonly string[]) {
  return sqlAll<{ id: string }>(
    em,
    'select id from customer_vehicle where id = any ($1) and is_active and (owner_id = $2 or $3)',
    [[...ids], viewer.subject, isStaffWith(viewer, 'bookings:write')],
  );
}
