import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, ID, ObjectType } from 'type-graphql';

/** No partner has this id. */
@ObjectType({ implements: UserError, description: 'No partner has this id.' })
export class OrganisationNotFound extends UserError {
  @Field(() => ID, { description: 'The id that was given.' })
  readonly organisationId: string;

  constructor(organisationId: string) {
    super('There is no such partner.');
    this.organisationId = organisationId;
  }
}
