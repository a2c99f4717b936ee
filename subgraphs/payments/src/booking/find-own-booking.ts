import { hasScope, isStaffWith, type Viewer } from '@fleetgraph/kit/auth/viewer';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Booking } from './booking.entity.js';

/** What rows about money carry of their owner. */
export interface Owned {
  readonly customerId: string | null;
  readonly organisationId: string | null;
}

/** True for the customer, and for people and clients of the partner that booked. */
export function isOwnedBy(row: Owned, viewer: Viewer | undefined): boolean {
  if (viewer === undefined) return false;
  if (row.customerId === viewer.subject) return true;
  const isOfPartner = viewer.organisationId !== undefined && row.organisationId === viewer.organisationId;
  return isOfPartner && hasScope(viewer, 'bookings:read');
}

/** True for owners and for staff that may read payments; nobody else learns that the row exists. */
export const canSee = (row: Owned, viewer: Viewer | undefined): boolean =>
  isOwnedBy(row, viewer) || isStaffWith(viewer, 'payments:read');

/** The viewer's own booking; undefined for what is unknown here or somebody else's. */
export async function findOwnBooking(
  em: EntityManager,
  bookingId: string,
  viewer: Viewer,
): Promise<Booking | undefined> {
  const booking = await em.fork().findOne(Booking, bookingId);
  return booking !== null && isOwnedBy(booking, viewer) ? booking : undefined;
}
