import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, Int, ObjectType } from 'type-graphql';

/** There is less than is taken away. */
@ObjectType({ implements: UserError, description: 'Less is on hand than would be taken away.' })
export class StockShort extends UserError {
  @Field(() => Int, { description: 'On the shelf now.' })
  readonly onHand: number;

  constructor(onHand: number) {
    super(`Only ${onHand} are on hand.`);
    this.onHand = onHand;
  }
}
