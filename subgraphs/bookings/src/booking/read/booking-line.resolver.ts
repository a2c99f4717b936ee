import { Money } from '@fleetgraph/kit/graphql/money.type';
import { Window } from '@fleetgraph/kit/graphql/window.type';
import { FieldResolver, Resolver, Root } from 'type-graphql';
import { BookableType } from '../../offer/bookable.type.js';
import { LocationType } from '../../offer/location.type.js';
import { windowOf } from '../../offer/offer.type.js';
import { CancellationTermType, ChargeType } from '../../quote/quote.type.js';
import { restoreCharge } from '../../quote/quoted-line.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import { BookingLineType } from './booking-line.types.js';

/** What every line has. */
@Resolver(() => BookingLineType)
export class BookingLineResolver {
  @FieldResolver(() => BookableType, { description: 'What was booked.' })
  bookable(@Root() { bookableId }: BookingLine): BookableType {
    return new BookableType(bookableId);
  }

  @FieldResolver(() => Window, { nullable: true, description: 'When, at the place; null for goods.' })
  window(@Root() { startsAt: from, endsAt: to, timeZone, endsTimeZone }: BookingLine): Window | null {
    return windowOf({ from, to, timeZone, endsTimeZone });
  }

  @FieldResolver(() => LocationType, { description: 'Pick-up, station, departure airport, workshop or shop.' })
  location(@Root() { locationId }: BookingLine): LocationType {
    return new LocationType(locationId);
  }

  @FieldResolver(() => Money, { description: 'Price as booked, tax included.' })
  total(@Root() { grossMinor, currency }: BookingLine): Money {
    return new Money(grossMinor, currency);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'What a cancellation paid back; null: not cancelled after paying.',
  })
  refund(@Root() { refundMinor, currency }: BookingLine): Money | null {
    return refundMinor === null ? null : new Money(refundMinor, currency);
  }

  @FieldResolver(() => [ChargeType], { description: 'Every part of the price.' })
  charges(@Root() { charges, currency }: BookingLine): ChargeType[] {
    return charges.map((charge) => new ChargeType(restoreCharge(charge), currency));
  }

  @FieldResolver(() => [CancellationTermType], { description: 'What a cancellation pays back, as it was promised.' })
  cancellation(@Root() line: BookingLine): CancellationTermType[] {
    return line.cancellation.map((term) => new CancellationTermType(term, line));
  }
}
