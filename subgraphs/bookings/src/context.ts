import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import type { BookingSettings } from './config.js';
import type { OfferSigner } from './offer/offer-signer.js';

/** What a resolver of bookings receives. */
export interface BookingsContext extends SubgraphContext {
  readonly settings: BookingSettings;
  readonly offers: OfferSigner;
}
