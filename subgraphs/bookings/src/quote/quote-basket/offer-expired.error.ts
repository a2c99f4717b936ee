import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, ID, ObjectType } from 'type-graphql';

/** The offer is too old, withdrawn, or none of ours. */
@ObjectType({ implements: UserError, description: 'An offer is too old or was withdrawn: search again.' })
export class OfferExpired extends UserError {
  @Field(() => ID, { description: 'The offer that cannot be used.' })
  readonly offerId: string;

  constructor(offerId: string) {
    super('This offer is no longer valid. Search again.');
    this.offerId = offerId;
  }
}
