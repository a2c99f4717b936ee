import { IdempotencyConflict, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { BigIntScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { PaymentsContext } from '../../context.js';
import { RefundExceedsCapture } from '../refund.errors.js';
import { RefundType } from '../refund.type.js';
import { refundPayment } from './refund-payment.js';

/** What to give back by hand. */
@InputType({ description: 'What to give back by hand.' })
export class RefundPaymentInput {
  @Field(() => ID, { description: 'Which payment.' })
  readonly paymentId!: string;

  @Field(() => BigIntScalar, { description: "Minor units of the payment's currency, more than zero." })
  readonly amountMinor!: bigint;

  @Field(() => String, { description: 'Why, in words that the customer may read; 1 to 500 characters.' })
  readonly reason!: string;

  @Field(() => String, { description: 'Chosen by the client, 1 to 128 characters: a repeat gets the first answer.' })
  readonly idempotencyKey!: string;
}

/** The refund is promised. */
@ObjectType({ description: 'The refund is promised; its state tells when it is paid.' })
export class RefundPaymentSuccess {
  @Field(() => RefundType, { description: 'The refund.' })
  readonly refund!: RefundType;
}

const RefundPaymentPayload = payloadUnion(
  'RefundPaymentPayload',
  'A promised refund, or why there is none.',
  RefundPaymentSuccess,
  RefundExceedsCapture,
  InputInvalid,
  IdempotencyConflict,
);

/** Gives money back by hand. */
@Resolver()
export class RefundPaymentMutation {
  @RequiresScopes('payments:refund')
  @Mutation(() => RefundPaymentPayload, { description: 'Gives back a part of a payment, or all of it, by hand.' })
  refundPayment(
    @Arg('input', () => RefundPaymentInput, { description: 'What to give back.' }) input: RefundPaymentInput,
    @Ctx() context: PaymentsContext,
  ): Promise<typeof RefundPaymentPayload> {
    return refundPayment(context, input)
      .then((refund) => Object.assign(new RefundPaymentSuccess(), { refund }))
      .catch(expose(RefundExceedsCapture, InputInvalid, IdempotencyConflict));
  }
}
