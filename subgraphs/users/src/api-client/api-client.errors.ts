import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, ID, ObjectType } from 'type-graphql';

/** No client has this id, or it is not the viewer's. */
@ObjectType({ implements: UserError, description: 'No API client has this id, or it is not yours.' })
export class ApiClientNotFound extends UserError {
  @Field(() => ID, { description: 'The id that was given.' })
  readonly clientId: string;

  constructor(clientId: string) {
    super('There is no such API client. Look it up in the list again.');
    this.clientId = clientId;
  }
}
