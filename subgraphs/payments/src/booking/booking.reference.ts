import type { BookingType } from './booking.type.js';

/** How the router reaches the money of a booking; whose it is decides each field. */
export const bookingReference = async ({ id }: { id: string }): Promise<BookingType> => ({ id });
