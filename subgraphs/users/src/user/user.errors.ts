import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, ID, ObjectType } from 'type-graphql';

/** Nobody has this id. */
@ObjectType({ implements: UserError, description: 'Nobody has this id.' })
export class UserNotFound extends UserError {
  @Field(() => ID, { description: 'The id that was given.' })
  readonly userId: string;

  constructor(userId: string) {
    super('There is no such person. Look them up in the list again.');
    this.userId = userId;
  }
}

/** Staff would lock themselves out, or let themselves in. */
@ObjectType({ implements: UserError, description: 'Nobody changes their own rights: ask another admin.' })
export class OwnRights extends UserError {
  constructor() {
    super('Nobody changes their own rights. Ask another admin.');
  }
}
