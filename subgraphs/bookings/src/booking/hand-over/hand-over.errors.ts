import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, ID, ObjectType } from 'type-graphql';

/** The unit belongs to somebody else until the booked time begins. */
@ObjectType({ implements: UserError, description: 'The unit is taken by somebody else until the booked time begins.' })
export class UnitNotReady extends UserError {
  @Field(() => ID, { description: 'The line that cannot be handed over yet.' })
  readonly lineId: string;

  constructor(lineId: string) {
    super('This car is taken until the booked time begins. Hand it over then.');
    this.lineId = lineId;
  }
}
