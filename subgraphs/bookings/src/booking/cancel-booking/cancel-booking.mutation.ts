import { IdempotencyConflict, IllegalTransition, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { Authenticated } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import type { Booking } from '../model/booking.entity.js';
import { BookingType } from '../read/booking.type.js';
import { loadOwnBooking } from '../read/load-bookings.js';
import { CancelBookingInput } from './cancel-booking.input.js';
import { cancelBooking } from './cancel-booking.js';
import { StaleVersion } from './stale-version.error.js';

/** It is cancelled. */
@ObjectType({ description: 'It is cancelled; the refund is on its way.' })
export class CancelBookingSuccess {
  @Field(() => BookingType, { description: 'The booking as it is now.' })
  readonly booking: Booking;

  @Field(() => Money, { description: 'What this cancellation pays back, to where it was paid from.' })
  readonly refund: Money;

  constructor(booking: Booking, refund: Money) {
    this.booking = booking;
    this.refund = refund;
  }
}

const CancelBookingPayload = payloadUnion(
  'CancelBookingPayload',
  'What was cancelled, or why nothing was.',
  CancelBookingSuccess,
  IllegalTransition,
  StaleVersion,
  InputInvalid,
  IdempotencyConflict,
);

/** Mutation.cancelBooking. */
@Resolver()
export class CancelBookingMutation {
  @Authenticated()
  @Mutation(() => CancelBookingPayload, {
    description: 'Cancels a booking or some of its lines by the policy that was promised.',
  })
  cancelBooking(
    @Arg('input', () => CancelBookingInput, { description: 'What to cancel.' }) input: CancelBookingInput,
    @Ctx() context: BookingsContext,
  ): Promise<typeof CancelBookingPayload> {
    return cancelBooking(context, input)
      .then(
        async ({ bookingId, refundMinor, currency }) =>
          new CancelBookingSuccess(await loadOwnBooking(context, bookingId), new Money(BigInt(refundMinor), currency)),
      )
      .catch(expose(IllegalTransition, StaleVersion, InputInvalid, IdempotencyConflict));
  }
}
