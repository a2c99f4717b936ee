import { Money } from '@fleetgraph/kit/graphql/money.type';
import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import { type Booking, HoldState } from '../model/booking.entity.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import type { BookingPage } from './booking.query.js';
import { BookingConnection, BookingType, TimelineEntryType } from './booking.type.js';
import { BookingLineType } from './booking-line.types.js';
import { countBookings } from './list-bookings.js';
import { type Change, timelineOf } from './load-bookings.js';
import { UserType } from './neighbour.types.js';

/** Fields of a booking that its entity does not have by the same name. */
@Resolver(() => BookingType)
export class BookingResolver {
  @FieldResolver(() => UserType, {
    nullable: true,
    description: 'Whose it is; null: a partner booked without naming a traveller.',
  })
  customer(@Root() { customerId }: Booking): UserType | null {
    return customerId === null ? null : new UserType(customerId);
  }

  @FieldResolver(() => [BookingLineType], { description: 'Its lines, in the order of the basket.' })
  lines(@Root() { lines }: Booking): BookingLine[] {
    return lines.getItems();
  }

  @FieldResolver(() => Money, { description: 'Sum of all lines as booked, tax included; refunds do not change it.' })
  total(@Root() { totalMinor, currency }: Booking): Money {
    return new Money(totalMinor, currency);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when it is held, with the time that a payment in progress adds; null: the hold is over.',
  })
  holdExpiresAt(@Root() { holdState, holdDeadline }: Booking): Date | null {
    return holdState === HoldState.ACTIVE ? holdDeadline : null;
  }

  @FieldResolver(() => [TimelineEntryType], { description: 'What happened, oldest first.' })
  timeline(@Root() { id }: Booking, @Ctx() context: BookingsContext): Promise<Change[]> {
    return timelineOf(context, id);
  }
}

/** Counts a list when somebody asks how long it is. */
@Resolver(() => BookingConnection)
export class BookingCountResolver {
  @FieldResolver(() => Int, { nullable: true, description: 'How many there are on all pages.' })
  totalCount(@Root() { list }: BookingPage, @Ctx() { em }: BookingsContext): Promise<number> {
    return countBookings(em, list);
  }
}
