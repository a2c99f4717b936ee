import { Key, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { BookingType } from '../booking/booking.type.js';
import { RefundType } from '../refund/refund.type.js';
import { PaymentState, TransitionCause } from './payment-state.js';

registerEnumType(PaymentState, {
  name: 'PaymentState',
  description: 'Where a payment stands, in the words of the provider.',
  valuesConfig: {
    REQUIRES_METHOD: { description: 'No card yet, or the last attempt failed: another card may be tried.' },
    REQUIRES_CONFIRMATION: { description: 'A card is known; the customer has not said yes yet.' },
    REQUIRES_ACTION: { description: 'The bank asks the customer something, such as 3-D Secure.' },
    PROCESSING: { description: 'The bank has not answered yet.' },
    REQUIRES_CAPTURE: { description: 'The money is reserved; it is taken when the booking is confirmed.' },
    SUCCEEDED: { description: 'The money was taken.' },
    CANCELED: { description: 'Given up; nothing was taken.' },
  },
});
registerEnumType(TransitionCause, {
  name: 'TransitionCause',
  description: 'What made a payment or refund move.',
  valuesConfig: {
    API: { description: 'A request through the graph, or the answer of the provider to it.' },
    BOOKING: { description: 'A change of the booking.' },
    WEBHOOK: { description: 'A message of the provider.' },
    JANITOR: { description: 'A look at what had been left unfinished.' },
  },
});

/** One step in the life of a payment. */
@ObjectType('PaymentTransition', { description: 'One step in the life of a payment.' })
export class PaymentTransitionType {
  @Field(() => PaymentState, { nullable: true, description: 'State before; null: it was opened.' })
  readonly from!: PaymentState | null;

  @Field(() => PaymentState, { description: 'State after.' })
  readonly to!: PaymentState;

  @Field(() => TransitionCause, { description: 'What made it move.' })
  readonly cause!: TransitionCause;

  @Field(() => String, { nullable: true, description: "The provider's reason, such as a decline code; null: none." })
  readonly detail!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it moved.' })
  readonly at!: Date;
}

/** What the graph promises of a payment. */
@Key('id')
@ObjectType('Payment', {
  description:
    'One attempt to pay one booking whole: the money is reserved first and taken when the booking is confirmed.',
})
export class PaymentType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;

  @Field(() => BookingType, { description: 'What is paid for.' })
  readonly booking!: { id: string };

  @Field(() => PaymentState, { description: 'Where it stands.' })
  readonly state!: PaymentState;

  @Field(() => Money, { description: 'What is to be paid.' })
  readonly amount!: Money;

  @Field(() => Money, { description: 'What was taken; zero before the booking is confirmed.' })
  readonly captured!: Money;

  @Field(() => DateTimeScalar, { description: 'When it was opened.' })
  readonly createdAt!: Date;

  @Field(() => [RefundType], { description: 'Money given back of it, oldest first.' })
  readonly refunds!: RefundType[];

  @RequiresScopes('payments:read')
  @Field(() => [PaymentTransitionType], {
    nullable: true,
    description: 'Every step with its cause, for staff; null for others.',
  })
  readonly history!: PaymentTransitionType[] | null;
}
