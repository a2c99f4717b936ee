import type { MessageShape } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { consume } from '@fleetgraph/kit/events/consume';
import {
  BookingCancelledSchema,
  BookingConfirmedSchema,
  BookingExpiredSchema,
  BookingHeldSchema,
  BookingReleasedSchema,
  ConfirmationRefusedSchema,
  HoldExpiringSchema,
} from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { TemplateUse } from '../../template/write-message.js';
import { amountOf, type BookingFacts, noteState, paramsOf, recallBooking, rememberBooking } from './booking-facts.js';
import { planMessage } from './plan-message.js';

const TOLD = [
  BookingHeldSchema,
  HoldExpiringSchema,
  BookingConfirmedSchema,
  ConfirmationRefusedSchema,
  BookingReleasedSchema,
  BookingExpiredSchema,
  BookingCancelledSchema,
] as const;
type Told = MessageShape<(typeof TOLD)[number]>;

/** Who pays at once needs no mail about the hold. */
const HELD_MAIL_DELAY_MS = 60_000;

/** Tells a customer what became of a booking. */
export const onBookingChanged = consume(
  TOLD,
  'notifications.tell-about-bookings',
  async (tx, event, { id: eventId }) => {
    const { booking, ...use } = await tell(tx, event);
    if (!('template' in use) || booking.customerId === null) return; // partners read their bookings by the graph
    await planMessage(tx, {
      ...use,
      eventId,
      userId: booking.customerId,
      bookingId: booking.bookingId,
      ...(use.template === 'booking-held' ? { mailDelayMs: HELD_MAIL_DELAY_MS } : {}),
    });
  },
);

async function tell(tx: EntityManager, event: Told): Promise<{ booking: BookingFacts } & (TemplateUse | object)> {
  switch (event.$typeName) {
    case 'fleetgraph.bookings.v1.BookingHeld': {
      const booking = await rememberBooking(tx, event, 'HELD');
      return {
        booking,
        template: 'booking-held',
        params: { ...paramsOf(booking), holdExpiresAt: isoOf(event.holdExpiresAt) },
      };
    }
    case 'fleetgraph.bookings.v1.BookingConfirmed': {
      const booking = await rememberBooking(tx, event, 'CONFIRMED');
      return { booking, template: 'booking-confirmed', params: paramsOf(booking) };
    }
    case 'fleetgraph.bookings.v1.HoldExpiring': {
      const booking = await recallBooking(tx, event.bookingId);
      return {
        booking,
        template: 'hold-expiring',
        params: { ...paramsOf(booking), holdExpiresAt: isoOf(event.holdExpiresAt) },
      };
    }
    case 'fleetgraph.bookings.v1.BookingReleased':
      await noteState(tx, event.bookingId, 'RELEASED');
      return { booking: await recallBooking(tx, event.bookingId) }; // the customer did it and knows
    case 'fleetgraph.bookings.v1.BookingExpired': {
      await noteState(tx, event.bookingId, 'EXPIRED');
      const booking = await recallBooking(tx, event.bookingId);
      return { booking, template: 'booking-expired', params: paramsOf(booking) };
    }
    case 'fleetgraph.bookings.v1.ConfirmationRefused': {
      const booking = await recallBooking(tx, event.bookingId);
      return { booking, template: 'payment-returned', params: paramsOf(booking) };
    }
    case 'fleetgraph.bookings.v1.BookingCancelled': {
      if (event.whole) await noteState(tx, event.bookingId, 'CANCELLED');
      const booking = await recallBooking(tx, event.bookingId);
      const cancelled = event.lines.flatMap(({ line }) => (line === undefined ? [] : [line.title]));
      const params = { ...paramsOf(booking), cancelled, refund: amountOf(event.refund), fee: amountOf(event.fee) };
      return { booking, template: 'booking-cancelled', params };
    }
  }
}

const isoOf = (timestamp: Parameters<typeof timestampDate>[0] | undefined): string =>
  (timestamp === undefined ? new Date() : timestampDate(timestamp)).toISOString();
