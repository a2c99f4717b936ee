import { Inaccessible, Key, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { DateTimeScalar, URLScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, ObjectType } from 'type-graphql';

/** What a mail about confirming an address needs. */
@Inaccessible()
@Key('id')
@ObjectType('EmailVerification', { description: 'A request to confirm an e-mail address; for services only.' })
export class EmailVerification {
  @Field(() => ID, { description: 'Id from the event that asked for the mail.' })
  readonly id!: string;

  @RequiresScopes('users:contact')
  @Field(() => URLScalar, {
    nullable: true,
    description: 'Link that confirms the address; null once it was used or is too old.',
  })
  readonly link!: string | null;

  @RequiresScopes('users:contact')
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when the link works; null when it does not.' })
  readonly expiresAt!: Date | null;
}

/** What a mail about a new password needs. */
@Inaccessible()
@Key('id')
@ObjectType('PasswordReset', { description: 'A request to set a new password; for services only.' })
export class PasswordReset {
  @Field(() => ID, { description: 'Id from the event that asked for the mail.' })
  readonly id!: string;

  @RequiresScopes('users:contact')
  @Field(() => URLScalar, {
    nullable: true,
    description: 'Link to the form for a new password; null once it was used or is too old.',
  })
  readonly link!: string | null;

  @RequiresScopes('users:contact')
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when the link works; null when it does not.' })
  readonly expiresAt!: Date | null;
}
