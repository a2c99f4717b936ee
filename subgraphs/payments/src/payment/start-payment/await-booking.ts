import type { Viewer } from '@fleetgraph/kit/auth/viewer';
import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import type { Booking } from '../../booking/booking.entity.js';
import { findOwnBooking } from '../../booking/find-own-booking.js';
import { BOOKING_PROJECTED } from '../../booking/follow-booking/project-booking.js';
import { isUuid } from '../../booking/is-uuid.js';
import { BookingNotPayable } from './payment.errors.js';

/** How long a payment waits for the event of a booking that was held a moment ago: thirty times what events take under load. */
const PATIENCE_MS = 3_000;

/**
 * The viewer's booking, waited for until its event has arrived. Somebody else's booking is waited for just as long:
 * neither answer nor time tells it from one that does not exist.
 */
export async function awaitBooking(
  { em, listener }: Pick<SubgraphContext, 'em' | 'listener'>,
  bookingId: string,
  viewer: Viewer,
): Promise<Booking> {
  if (!isUuid(bookingId)) refuse(bookingId); // no booking can ever have this id
  const find = () => findOwnBooking(em, bookingId, viewer);
  return (await find()) ?? (await waitFor(listener, find)) ?? refuse(bookingId);
}

/** Looks again whenever a booking has arrived; a first time once it listens, since one may have come just before. */
async function waitFor(listener: SubgraphContext['listener'], find: () => Promise<Booking | undefined>) {
  const arrived = Promise.withResolvers<Booking | undefined>();
  const look = () => find().then((booking) => booking && arrived.resolve(booking), arrived.reject);
  const patience = setTimeout(() => arrived.resolve(undefined), PATIENCE_MS);
  const unsubscribe = await listener.subscribe(BOOKING_PROJECTED, () => void look());
  void look();
  return arrived.promise.finally(() => {
    clearTimeout(patience);
    unsubscribe();
  });
}

function refuse(bookingId: string): never {
  throw new BookingNotPayable(bookingId, 'There is no such booking to pay, or it is not yours.');
}
