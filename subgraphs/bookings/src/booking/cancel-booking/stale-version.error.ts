import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import type { Booking } from '../model/booking.entity.js';
import { BookingType } from '../read/booking.type.js';
import { loadOwnBooking } from '../read/load-bookings.js';

/** Somebody changed the booking since it was read. Plain data: it is kept with the idempotency key. */
@ObjectType({ implements: UserError, description: 'The booking changed since you read it: look again, then decide.' })
export class StaleVersion extends UserError {
  readonly bookingId: string;

  @Field(() => Int, { description: 'The version that the booking had.' })
  readonly currentVersion: number;

  constructor(bookingId: string, currentVersion: number) {
    super('This booking changed since you read it. Look again before you go on.');
    this.bookingId = bookingId;
    this.currentVersion = currentVersion;
  }
}

/** The booking as it is now. */
@Resolver(() => StaleVersion)
export class StaleVersionResolver {
  @FieldResolver(() => BookingType, { description: 'The booking as it is now.' })
  current(@Root() { bookingId }: StaleVersion, @Ctx() context: BookingsContext): Promise<Booking> {
    return loadOwnBooking(context, bookingId);
  }
}
