import { IdempotencyConflict, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import { Unavailable } from '../../offer/alternatives/unavailable.error.js';
import type { Booking } from '../model/booking.entity.js';
import { BookingType } from '../read/booking.type.js';
import { loadOwnBooking } from '../read/load-bookings.js';
import { BookingLimitReached, PartnerReferenceTaken, QuoteExpired } from './hold-basket.errors.js';
import { HoldBasketInput } from './hold-basket.input.js';
import { holdBasket } from './hold-basket.js';

/** Everything is held. */
@ObjectType({ description: 'Every line is held until `holdExpiresAt`. Pay before.' })
export class HoldBasketSuccess {
  @Field(() => BookingType, { description: 'The held booking.' })
  readonly booking: Booking;

  constructor(booking: Booking) {
    this.booking = booking;
  }
}

const HoldBasketPayload = payloadUnion(
  'HoldBasketPayload',
  'The held booking, or why nothing is held.',
  HoldBasketSuccess,
  QuoteExpired,
  Unavailable,
  BookingLimitReached,
  PartnerReferenceTaken,
  InputInvalid,
  IdempotencyConflict,
);

/** Mutation.holdBasket. */
@Resolver()
export class HoldBasketMutation {
  @RequiresScopes('bookings:own', 'bookings:write')
  @Mutation(() => HoldBasketPayload, {
    description: 'Takes every line of a quote or none, and holds it until it is paid.',
  })
  holdBasket(
    @Arg('input', () => HoldBasketInput, { description: 'The quote.' }) input: HoldBasketInput,
    @Ctx() context: BookingsContext,
  ): Promise<typeof HoldBasketPayload> {
    return holdBasket(context, input)
      .then(async (id) => new HoldBasketSuccess(await loadOwnBooking(context, id)))
      .catch(
        expose(
          QuoteExpired,
          Unavailable,
          BookingLimitReached,
          PartnerReferenceTaken,
          InputInvalid,
          IdempotencyConflict,
        ),
      );
  }
}
