import { connectionOf } from '@fleetgraph/kit/graphql/connection';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Window } from '@fleetgraph/kit/graphql/window.type';
import { ZonedTime } from '@fleetgraph/kit/graphql/zoned-time.type';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BookableKind } from '../booking/model/line-state.js';
import { BookableType } from './bookable.type.js';
import { LocationType } from './location.type.js';
import type { OfferTerms, SignedOffer } from './offer-terms.js';

registerEnumType(BookableKind, {
  name: 'BookableKind',
  description: 'What kind of thing is booked.',
  valuesConfig: {
    CAR: { description: 'A car of a class, for days.' },
    BIKE: { description: 'A bike at a station, for minutes.' },
    FLIGHT: { description: 'A seat on a flight.' },
    WORKSHOP: { description: 'A slot for a service, with bay and technician.' },
    PRODUCT: { description: 'Goods from a shop.' },
  },
});

/** When terms hold, at the place; null for goods. */
export function windowOf({
  from,
  to,
  timeZone,
  endsTimeZone,
}: Pick<OfferTerms, 'from' | 'to' | 'timeZone' | 'endsTimeZone'>): Window | null {
  if (!from) return null;
  return new Window(new ZonedTime(from, timeZone), to && new ZonedTime(to, endsTimeZone));
}

/** Something free, at a price, for a while. */
@ObjectType('Offer', {
  description: 'Something that is free at a price. Put it into a basket by its id before it expires.',
})
export class OfferType {
  @Field(() => ID, { description: 'Opaque; good until `expiresAt`.' })
  readonly id: string;

  @Field(() => BookableKind, { description: 'What kind of thing it is.' })
  readonly kind: BookableKind;

  @Field(() => BookableType, { description: 'What is offered.' })
  readonly bookable: BookableType;

  @Field(() => Window, { nullable: true, description: 'When; null for goods.' })
  readonly window: Window | null;

  @Field(() => LocationType, { description: 'Pick-up, station, departure airport, workshop or shop.' })
  readonly location: LocationType;

  @Field(() => LocationType, {
    description: 'Where it ends: return of a car, destination of a flight; else the same place.',
  })
  readonly returnLocation: LocationType;

  @Field(() => String, { nullable: true, description: 'The seat that is offered: 14C; null: any, or no flight.' })
  readonly seat: string | null;

  @Field(() => Money, { description: 'Price of one, tax included.' })
  readonly total: Money;

  @Field(() => Int, { nullable: true, description: 'How many are free at this moment; null: not counted.' })
  readonly unitsLeft: number | null;

  @Field(() => DateTimeScalar, { description: 'After this the offer must be searched anew.' })
  readonly expiresAt: Date;

  constructor(offer: SignedOffer) {
    this.id = offer.id;
    this.kind = offer.kind;
    this.bookable = new BookableType(offer.bookableId);
    this.window = windowOf(offer);
    this.location = new LocationType(offer.locationId);
    this.returnLocation = new LocationType(offer.returnLocationId);
    this.seat = offer.seat;
    this.total = new Money(offer.totalMinor, offer.currency);
    this.unitsLeft = offer.unitsLeft;
    this.expiresAt = offer.expiresAt;
  }
}

/** A page of offers. */
export const { Connection: OfferConnection, Edge: OfferEdge } = connectionOf(OfferType, 'Offer');
