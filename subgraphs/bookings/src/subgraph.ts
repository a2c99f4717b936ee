import type { Subgraph } from '@fleetgraph/kit/graphql/subgraph';
import { CancelBookingMutation } from './booking/cancel-booking/cancel-booking.mutation.js';
import { CancellationQuoteQuery } from './booking/cancel-booking/cancellation-quote.query.js';
import { StaleVersionResolver } from './booking/cancel-booking/stale-version.error.js';
import { lineTimer } from './booking/complete-lines/line-timer.job.js';
import { onPaymentMoved } from './booking/confirm-booking/follow-payments.js';
import { sweepHolds } from './booking/expire-holds/sweep-holds.job.js';
import { HandOverMutations } from './booking/hand-over/hand-over.mutations.js';
import { HoldBasketMutation } from './booking/hold-basket/hold-basket.mutation.js';
import { Booking } from './booking/model/booking.entity.js';
import { BookingLine } from './booking/model/booking-line.entity.js';
import { BookingQuery } from './booking/read/booking.query.js';
import { bookableReference, bookingReference, seatReference, userReference } from './booking/read/booking.reference.js';
import { BookingCountResolver, BookingResolver } from './booking/read/booking.resolver.js';
import { BookingLineResolver } from './booking/read/booking-line.resolver.js';
import {
  BikeRideType,
  CarRentalType,
  FlightSeatType,
  ShopOrderType,
  WorkshopAppointmentType,
} from './booking/read/booking-line.types.js';
import {
  CarRentalResolver,
  FlightSeatResolver,
  ShopOrderResolver,
  WorkshopAppointmentResolver,
} from './booking/read/line-kinds.resolver.js';
import { UserBookingsResolver } from './booking/read/user-bookings.resolver.js';
import { ReleaseHoldMutation } from './booking/release-hold/release-hold.mutation.js';
import { BookingUpdatedSubscription } from './booking/watch-booking/booking-updated.subscription.js';
import { onCatalogueChanged } from './catalogue/follow-catalogue.js';
import { type BookingSettings, DEFAULT_SETTINGS } from './config.js';
import type { BookingsContext } from './context.js';
import { CreateBookings } from './migrations/create-bookings.migration.js';
import { CreateCatalogue } from './migrations/create-catalogue.migration.js';
import { CreateCustomerVehicle } from './migrations/create-customer-vehicle.migration.js';
import { CreateTaking } from './migrations/create-taking.migration.js';
import { SweepAndClaim } from './migrations/sweep-and-claim.migration.js';
import { UnavailableLineResolver } from './offer/alternatives/unavailable.error.js';
import { BookableResolver } from './offer/availability/bookable.resolver.js';
import { OfferSigner } from './offer/offer-signer.js';
import { OffersQuery } from './offer/search/offers.query.js';
import { SeatResolver } from './offer/seat/seat.resolver.js';
import { purgeQuotes } from './quote/purge-quotes.job.js';
import { QuoteBasketMutation } from './quote/quote-basket/quote-basket.mutation.js';

/** Everything that bookings offers and listens to: who holds what, when, at which price. */
export function bookings(settings: BookingSettings = DEFAULT_SETTINGS): Subgraph<BookingsContext> {
  return {
    name: 'bookings',
    resolvers: [
      OffersQuery,
      BookingQuery,
      CancellationQuoteQuery,
      QuoteBasketMutation,
      HoldBasketMutation,
      ReleaseHoldMutation,
      CancelBookingMutation,
      HandOverMutations,
      BookingUpdatedSubscription,
      BookableResolver,
      SeatResolver,
      UnavailableLineResolver,
      StaleVersionResolver,
      BookingResolver,
      BookingCountResolver,
      BookingLineResolver,
      CarRentalResolver,
      FlightSeatResolver,
      WorkshopAppointmentResolver,
      ShopOrderResolver,
      UserBookingsResolver,
    ],
    types: [CarRentalType, BikeRideType, FlightSeatType, WorkshopAppointmentType, ShopOrderType],
    references: {
      Booking: bookingReference,
      User: userReference,
      Bookable: bookableReference,
      Seat: seatReference,
    },
    entities: [Booking, BookingLine],
    migrations: [CreateCatalogue, CreateBookings, CreateTaking, CreateCustomerVehicle, SweepAndClaim],
    consumers: [onCatalogueChanged, onPaymentMoved(settings)],
    jobs: [sweepHolds, lineTimer, purgeQuotes],
    createContext: contextOf(settings),
  };
}

/** The signer is made once per running subgraph: deriving its key is work. */
function contextOf(settings: BookingSettings): NonNullable<Subgraph<BookingsContext>['createContext']> {
  let offers: OfferSigner | undefined;
  return (base, { options }) => {
    offers ??= new OfferSigner(options.routerSignatureSecrets, settings.offerMinutes);
    return { ...base, settings, offers };
  };
}
