import type { BookableKind } from '../booking/model/line-state.js';

/** What somebody could have: which thing, when, from where to where. */
export interface OfferTerms {
  readonly kind: BookableKind;
  readonly bookableId: string;
  /** Null where nothing starts: goods. */
  readonly from: Date | null;
  readonly to: Date | null;
  readonly timeZone: string;
  /** Zone of the end: a flight's arrival, a one-way rental's return. */
  readonly endsTimeZone: string;
  readonly locationId: string;
  readonly returnLocationId: string;
  /** Flights: the cabin that the price is for. */
  readonly cabinClass: string | null;
  readonly seat: string | null;
}

/** Terms with their price. */
export interface PricedOffer extends OfferTerms {
  readonly totalMinor: bigint;
  readonly currency: string;
  readonly unitsLeft: number | null;
}

/** An offer as it is given out: its id carries all of it, signed. */
export interface SignedOffer extends PricedOffer {
  readonly id: string;
  readonly expiresAt: Date;
}
