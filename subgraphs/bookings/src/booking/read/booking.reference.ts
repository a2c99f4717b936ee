import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import type { BookingsContext } from '../../context.js';
import { BookableType } from '../../offer/bookable.type.js';
import { SeatType } from '../../offer/seat/seat.type.js';
import type { Booking } from '../model/booking.entity.js';
import { loadBookings } from './load-bookings.js';
import { UserType } from './neighbour.types.js';

/** How other subgraphs reach a booking: batched, and only for whom it is. */
export const bookingReference = batchedReference<{ id: string }, Booking, BookingsContext>((keys, context) =>
  loadBookings(
    keys.map(({ id }) => id),
    context,
  ),
);

/** A person whose bookings are asked for. */
export const userReference = batchedReference<{ id: string }, UserType, BookingsContext>(async (keys) =>
  keys.map(({ id }) => new UserType(id)),
);

/** Anything bookable. */
export const bookableReference = batchedReference<{ id: string }, BookableType, BookingsContext>(async (keys) =>
  keys.map(({ id }) => new BookableType(id)),
);

/** A seat on a flight. */
export const seatReference = batchedReference<{ flightId: string; designator: string }, SeatType, BookingsContext>(
  async (keys) => keys.map(({ flightId, designator }) => new SeatType(flightId, designator)),
);
