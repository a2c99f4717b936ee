import { consume } from '@fleetgraph/kit/events/consume';
import {
  type BookedLine,
  BookingCancelledSchema,
  BookingConfirmedSchema,
  LineStateChangedSchema,
} from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { assignUnits, freeUnits, handOverUnits, takeBackUnits } from './assign-units.js';

/** States of a line, by the words of each kind, in which the customer has the unit. */
const HANDED_OVER = new Set(['IN_USE', 'CHECKED_OUT', 'RIDING']);
const BROUGHT_BACK = new Set(['COMPLETED', 'CHECKED_IN', 'ENDED', 'SETTLED']);
const GIVEN_UP = new Set(['CANCELLED', 'NO_SHOW', 'LAPSED']);

/** Cars and bikes follow bookings: reserved shortly before, on a trip from hand-over to return. */
export const onBookingUnits = consume(
  [BookingConfirmedSchema, BookingCancelledSchema, LineStateChangedSchema],
  'fleet.follow-booked-units',
  async (em, event) => {
    switch (event.$typeName) {
      case 'fleetgraph.bookings.v1.BookingConfirmed':
        for (const line of event.lines) await assignUnits(em, event.bookingId, line);
        return;
      case 'fleetgraph.bookings.v1.BookingCancelled':
        for (const { line } of event.lines) if (line !== undefined) await freeUnits(em, line);
        return;
      case 'fleetgraph.bookings.v1.LineStateChanged':
        if (event.line !== undefined) await followLine(em, event.line, event.toState);
    }
  },
);

async function followLine(em: EntityManager, line: BookedLine, state: string): Promise<void> {
  if (HANDED_OVER.has(state)) await handOverUnits(em, line);
  else if (BROUGHT_BACK.has(state)) await takeBackUnits(em, line);
  else if (GIVEN_UP.has(state)) await freeUnits(em, line);
}
