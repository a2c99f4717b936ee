import { IdempotencyConflict, IllegalTransition, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import { completeLine } from '../complete-lines/complete-line.js';
import type { Booking } from '../model/booking.entity.js';
import { BookingType } from '../read/booking.type.js';
import { loadOwnBooking } from '../read/load-bookings.js';
import { checkInCar } from './check-in-car.js';
import { checkOutCar } from './check-out-car.js';
import { UnitNotReady } from './hand-over.errors.js';
import { HandOverInput } from './hand-over.input.js';
import { stepOnLine } from './step-on-line.js';

/** The line moved on. */
@ObjectType({ description: 'The line moved on.' })
export class HandOverSuccess {
  @Field(() => BookingType, { description: 'The booking as it is now.' })
  readonly booking: Booking;

  constructor(booking: Booking) {
    this.booking = booking;
  }
}

const HandOverPayload = payloadUnion(
  'HandOverPayload',
  'The booking after a hand-over, or why it did not happen.',
  HandOverSuccess,
  IllegalTransition,
  UnitNotReady,
  InputInvalid,
  IdempotencyConflict,
);

/** What staff do with a line at the desk. */
@Resolver()
export class HandOverMutations {
  @RequiresScopes('bookings:write')
  @Mutation(() => HandOverPayload, {
    description: 'Hands a rented car over; from now on it is out. For the operator’s staff.',
  })
  checkOutCar(
    @Arg('input', () => HandOverInput, { description: 'Which.' }) input: HandOverInput,
    @Ctx() context: BookingsContext,
  ): Promise<typeof HandOverPayload> {
    return answer(context, checkOutCar(context, input));
  }

  @RequiresScopes('bookings:write')
  @Mutation(() => HandOverPayload, {
    description: 'Takes a rented car back; it is free after its turnaround. For the operator’s staff.',
  })
  checkInCar(
    @Arg('input', () => HandOverInput, { description: 'Which.' }) input: HandOverInput,
    @Ctx() context: BookingsContext,
  ): Promise<typeof HandOverPayload> {
    return answer(context, checkInCar(context, input));
  }

  @RequiresScopes('bookings:write')
  @Mutation(() => HandOverPayload, {
    description:
      'Records that a line was delivered: goods collected, job done. By itself it is at the end of its time. For staff.',
  })
  completeLine(
    @Arg('input', () => HandOverInput, { description: 'Which.' }) input: HandOverInput,
    @Ctx() context: BookingsContext,
  ): Promise<typeof HandOverPayload> {
    return answer(context, stepOnLine(context, input, { operation: 'completeLine', work: completeLine }));
  }
}

function answer(context: BookingsContext, bookingId: Promise<string>): Promise<typeof HandOverPayload> {
  return bookingId
    .then(async (id) => new HandOverSuccess(await loadOwnBooking(context, id)))
    .catch(expose(IllegalTransition, UnitNotReady, InputInvalid, IdempotencyConflict));
}
