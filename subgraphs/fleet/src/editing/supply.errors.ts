import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, ID, Int, ObjectType } from 'type-graphql';

/** Something that the input names is not there. */
@ObjectType({
  implements: UserError,
  description: 'Something that the input names by id or code does not exist, or is not yours.',
})
export class SupplyNotFound extends UserError {
  @Field(() => String, { description: 'What was looked for: "Location", "CarClass" …' })
  readonly entity: string;

  @Field(() => ID, { description: 'The id or code that was given.' })
  readonly id: string;

  constructor(entity: string, id: string) {
    super(`There is no ${entity} "${id}".`);
    this.entity = entity;
    this.id = id;
  }
}

/** Somebody else edited it first. */
@ObjectType({ implements: UserError, description: 'Somebody changed it since you read it: read again, then edit.' })
export class SupplyVersionStale extends UserError {
  @Field(() => Int, { description: 'The version it has now.' })
  readonly currentVersion: number;

  constructor(currentVersion: number) {
    super(`It was changed in the meantime and is at version ${currentVersion} now.`);
    this.currentVersion = currentVersion;
  }
}

/** What identifies it is taken. */
@ObjectType({ implements: UserError, description: 'Another one has this code, number or name already.' })
export class SupplyDuplicate extends UserError {
  @Field(() => String, { description: 'The field that must be unique.' })
  readonly field: string;

  @Field(() => String, { description: 'The value that is taken.' })
  readonly value: string;

  constructor(field: string, value: string) {
    super(`Another one has the ${field} "${value}" already.`);
    this.field = field;
    this.value = value;
  }
}
