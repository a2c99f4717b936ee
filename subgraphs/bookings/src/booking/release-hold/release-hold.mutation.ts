import { IdempotencyConflict, IllegalTransition, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { Authenticated } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import type { Booking } from '../model/booking.entity.js';
import { BookingType } from '../read/booking.type.js';
import { loadOwnBooking } from '../read/load-bookings.js';
import { releaseHold } from './release-hold.js';

/** Which hold to let go. */
@InputType({ description: 'Which hold to let go.' })
export class ReleaseHoldInput {
  @Field(() => ID, { description: 'A held booking.' })
  readonly bookingId!: string;

  @Field(() => String, { description: '1 to 128 characters: the same key gives the same answer.' })
  readonly idempotencyKey!: string;
}

/** Nothing is held any more. */
@ObjectType({ description: 'Nothing is held any more; others can have it.' })
export class ReleaseHoldSuccess {
  @Field(() => BookingType, { description: 'The booking, now cancelled.' })
  readonly booking: Booking;

  constructor(booking: Booking) {
    this.booking = booking;
  }
}

const ReleaseHoldPayload = payloadUnion(
  'ReleaseHoldPayload',
  'The released booking, or why it stays.',
  ReleaseHoldSuccess,
  IllegalTransition,
  InputInvalid,
  IdempotencyConflict,
);

/** Mutation.releaseHold. */
@Resolver()
export class ReleaseHoldMutation {
  @Authenticated()
  @Mutation(() => ReleaseHoldPayload, {
    description: 'Lets go of a held booking before it is paid: what it took is free at once.',
  })
  releaseHold(
    @Arg('input', () => ReleaseHoldInput, { description: 'The hold.' }) input: ReleaseHoldInput,
    @Ctx() context: BookingsContext,
  ): Promise<typeof ReleaseHoldPayload> {
    return releaseHold(context, input)
      .then(async (id) => new ReleaseHoldSuccess(await loadOwnBooking(context, id)))
      .catch(expose(IllegalTransition, InputInvalid, IdempotencyConflict));
  }
}
