import { IdempotencyConflict } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { PaymentsContext } from '../../context.js';
import { PaymentType } from '../payment.type.js';
import { BookingNotPayable } from './payment.errors.js';
import { type StartedPayment, startPayment } from './start-payment.js';

/** Which booking to pay. */
@InputType({ description: 'Which booking to pay.' })
export class StartPaymentInput {
  @Field(() => ID, { description: 'A held booking of the caller.' })
  readonly bookingId!: string;

  @Field(() => String, { description: 'Chosen by the client, 1 to 128 characters: a repeat gets the first answer.' })
  readonly idempotencyKey!: string;
}

/** The payment is open at the provider. */
@ObjectType({ description: 'The payment is open at the provider.' })
export class StartPaymentSuccess {
  @Field(() => PaymentType, { description: 'The one payment of the booking.' })
  readonly payment!: PaymentType;

  @Field(() => String, {
    description: "Hand it to the provider's client library and to nobody else. Empty when nothing is to be paid.",
  })
  readonly clientSecret!: string;

  @Field(() => String, { description: "Public key for the provider's client library." })
  readonly publishableKey!: string;
}

const StartPaymentPayload = payloadUnion(
  'StartPaymentPayload',
  'An open payment, or why there is none.',
  StartPaymentSuccess,
  BookingNotPayable,
  IdempotencyConflict,
);

/** Opens payments. */
@Resolver()
export class StartPaymentMutation {
  @RequiresScopes('payments:own')
  @Mutation(() => StartPaymentPayload, {
    description:
      'Opens the payment of a held booking at the provider; the answer is what a client needs to confirm it there.',
  })
  startPayment(
    @Arg('input', () => StartPaymentInput, { description: 'Which booking to pay.' }) input: StartPaymentInput,
    @Ctx() context: PaymentsContext,
  ): Promise<typeof StartPaymentPayload> {
    return startPayment(context, input)
      .then((started) => success(started, context))
      .catch(expose(BookingNotPayable, IdempotencyConflict));
  }
}

const success = (started: StartedPayment, { provider: { publishableKey } }: PaymentsContext): StartPaymentSuccess =>
  Object.assign(new StartPaymentSuccess(), { ...started, publishableKey });
