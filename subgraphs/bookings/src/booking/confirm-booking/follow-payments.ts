import { consume } from '@fleetgraph/kit/events/consume';
import {
  PaymentAuthorisedSchema,
  PaymentFailedSchema,
  PaymentStartedSchema,
} from '@fleetgraph/schema/events/payments_pb';
import type { BookingSettings } from '../../config.js';
import { confirmBooking } from './confirm-booking.js';
import { startPaying, stopPaying } from './keep-hold-while-paying.js';

/** What payments tells about a booking, in the order in which it happened. */
export const onPaymentMoved = (settings: BookingSettings) =>
  consume(
    [PaymentStartedSchema, PaymentFailedSchema, PaymentAuthorisedSchema],
    'bookings.follow-payments',
    (em, event) => {
      switch (event.$typeName) {
        case 'fleetgraph.payments.v1.PaymentStarted':
          return startPaying(em, event, settings);
        case 'fleetgraph.payments.v1.PaymentFailed':
          return stopPaying(em, event);
        case 'fleetgraph.payments.v1.PaymentAuthorised':
          return confirmBooking(em, event, settings);
      }
    },
  );
