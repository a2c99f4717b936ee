import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, Int, ObjectType } from 'type-graphql';

/** There is too little room. */
@ObjectType({ implements: UserError, description: 'All garages together hold fewer units than there are.' })
export class GarageCapacityShort extends UserError {
  @Field(() => Int, { description: 'How many units find no place.' })
  readonly shortBy: number;

  constructor(shortBy: number) {
    super(`All garages together are short by ${shortBy}.`);
    this.shortBy = shortBy;
  }
}

/** A capacity makes no sense. */
@ObjectType({ implements: UserError, description: 'A garage holds at least one unit.' })
export class GarageCapacityInvalid extends UserError {
  @Field(() => Int, { description: 'The capacity that is wrong.' })
  readonly capacity: number;

  constructor(capacity: number) {
    super(`A garage with a capacity of ${capacity} holds nothing.`);
    this.capacity = capacity;
  }
}
