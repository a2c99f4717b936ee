import { isStaffWith, type Viewer } from '@fleetgraph/kit/auth/viewer';
import type { Booking } from './booking.entity.js';

type Owned = Pick<Booking, 'customerId' | 'organisationId'>;

const isOwn = (viewer: Viewer, { customerId }: Owned) =>
  viewer.kind === 'user' && customerId === viewer.subject && viewer.scopes.has('bookings:own');

const isOfOrganisation = ({ organisationId }: Viewer, booking: Owned) =>
  organisationId !== undefined && booking.organisationId === organisationId;

/** Who sees a booking: its customer, people and clients of its partner, the operator's staff. */
export function maySee(viewer: Viewer | undefined, booking: Owned): boolean {
  if (viewer === undefined) return false;
  if (isOwn(viewer, booking) || isStaffWith(viewer, 'bookings:read')) return true;
  return isOfOrganisation(viewer, booking) && (viewer.scopes.has('bookings:read') || viewer.scopes.has('bookings:own'));
}

/** On whose side somebody acts who changes a booking. */
export type Actor = 'CUSTOMER' | 'PARTNER' | 'OPERATOR';

/** Who may change a booking, and as whom; undefined: it is not theirs. */
export function actorOn(viewer: Viewer, booking: Owned): Actor | undefined {
  if (isOwn(viewer, booking)) return 'CUSTOMER';
  if (isStaffWith(viewer, 'bookings:write')) return 'OPERATOR';
  return isOfOrganisation(viewer, booking) && viewer.scopes.has('bookings:write') ? 'PARTNER' : undefined;
}
