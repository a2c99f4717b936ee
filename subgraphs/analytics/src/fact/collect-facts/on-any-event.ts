import type { MessageShape } from '@bufbuild/protobuf';
import { consume } from '@fleetgraph/kit/events/consume';
import {
  BookingCancelledSchema,
  BookingConfirmedSchema,
  BookingExpiredSchema,
  BookingHeldSchema,
  HoldRefusedSchema,
  LineStateChangedSchema,
  OffersSearchedSchema,
} from '@fleetgraph/schema/events/bookings_pb';
import { UnitChangedSchema, VehicleStateChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { NotificationSettledSchema } from '@fleetgraph/schema/events/notifications_pb';
import {
  InvoiceIssuedSchema,
  LedgerEntryPostedSchema,
  PaymentCapturedSchema,
  RefundSucceededSchema,
} from '@fleetgraph/schema/events/payments_pb';
import { UserRegisteredSchema } from '@fleetgraph/schema/events/users_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Fact } from '../fact.js';
import { collectFacts } from './collect-facts.js';
import {
  factOfHold,
  factOfRefusal,
  factsOfCancellation,
  factsOfConfirmation,
  factsOfSearch,
  type Occurrence,
} from './facts-of-bookings.js';
import { factOfMovement, factsOfLedgerEntry } from './facts-of-money.js';
import { endUse, forgetUse, trackService, trackUse } from './track-unit-time.js';

const COUNTED = [
  BookingHeldSchema,
  BookingConfirmedSchema,
  BookingExpiredSchema,
  BookingCancelledSchema,
  LineStateChangedSchema,
  HoldRefusedSchema,
  OffersSearchedSchema,
  PaymentCapturedSchema,
  RefundSucceededSchema,
  InvoiceIssuedSchema,
  LedgerEntryPostedSchema,
  UnitChangedSchema,
  VehicleStateChangedSchema,
  UserRegisteredSchema,
  NotificationSettledSchema,
] as const;

type Counted = MessageShape<(typeof COUNTED)[number]>;

/** Turns events of every topic into facts. */
export const onAnyEvent = consume(COUNTED, 'analytics.collect-facts', async (em, event, meta) => {
  const counted: Counted = event;
  await trackUnits(em, counted, meta);
  await collectFacts(em, meta, factsOf(counted, meta));
});

async function trackUnits(em: EntityManager, event: Counted, { time }: Occurrence): Promise<void> {
  switch (event.$typeName) {
    case 'fleetgraph.bookings.v1.BookingConfirmed':
      return trackUse(em, event);
    case 'fleetgraph.bookings.v1.BookingCancelled':
      return forgetUse(em, event);
    case 'fleetgraph.bookings.v1.LineStateChanged':
      return endUse(em, event);
    case 'fleetgraph.fleet.v1.UnitChanged':
      return trackService(em, event, time);
  }
}

function factsOf(event: Counted, occurrence: Occurrence): readonly Fact[] {
  switch (event.$typeName) {
    case 'fleetgraph.bookings.v1.BookingConfirmed':
      return factsOfConfirmation(event, occurrence);
    case 'fleetgraph.bookings.v1.BookingCancelled':
      return factsOfCancellation(event, occurrence);
    case 'fleetgraph.bookings.v1.BookingHeld':
    case 'fleetgraph.bookings.v1.BookingExpired':
      return [factOfHold(event, occurrence)];
    case 'fleetgraph.bookings.v1.HoldRefused':
      return [factOfRefusal(event, occurrence)];
    case 'fleetgraph.bookings.v1.OffersSearched':
      return factsOfSearch(event, occurrence);
    case 'fleetgraph.payments.v1.PaymentCaptured':
    case 'fleetgraph.payments.v1.RefundSucceeded':
      return [factOfMovement(event, occurrence)];
    case 'fleetgraph.payments.v1.LedgerEntryPosted':
      return factsOfLedgerEntry(event, occurrence);
    case 'fleetgraph.users.v1.UserRegistered':
      return [
        { measure: 'registrations', at: occurrence.time, value: 1n, subject: event.userId, person: event.userId },
      ];
    default:
      return []; // moves `dataAsOf` of its topic only
  }
}
