import { Money } from '@fleetgraph/kit/graphql/money.type';
import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, ObjectType } from 'type-graphql';

/** More was asked back than is left of what was taken. */
@ObjectType({ implements: UserError, description: 'The payment has less left to give back than was asked for.' })
export class RefundExceedsCapture extends UserError {
  @Field(() => Money, { description: 'What can still be given back; zero when nothing was taken yet.' })
  readonly refundable: Money;

  constructor(refundable: Money) {
    super('The amount is more than what is left of the payment to give back.');
    this.refundable = refundable;
  }
}
