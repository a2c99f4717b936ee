import { requireViewer, type SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { seenUser } from '../see-user/visible-user.js';
import { OwnRights, UserNotFound } from '../user.errors.js';
import { UserType } from '../user.type.js';
import { reinstateUser, suspendUser } from './suspend-user.js';

/** Whom to keep out, and why. */
@InputType({ description: 'Whom to keep out, and why.' })
export class SuspendUserInput {
  @Field(() => ID, { description: 'The person.' })
  readonly userId!: string;

  @Field(() => String, {
    description: 'For colleagues, without personal data: it is told to other parts of the system.',
  })
  readonly reason!: string;
}

/** Whom to let in again. */
@InputType({ description: 'Whom to let in again.' })
export class ReinstateUserInput {
  @Field(() => ID, { description: 'The person.' })
  readonly userId!: string;
}

/** The person is kept out, or let in again. */
@ObjectType({ description: 'The person is kept out: sessions are ended, access tokens run out within ten minutes.' })
export class SuspendUserSuccess {
  @Field(() => UserType, { description: 'The person as they are now.' })
  readonly user: UserType;

  constructor(user: UserType) {
    this.user = user;
  }
}

/** The person may sign in again. */
@ObjectType({ description: 'The person may sign in again.' })
export class ReinstateUserSuccess {
  @Field(() => UserType, { description: 'The person as they are now.' })
  readonly user: UserType;

  constructor(user: UserType) {
    this.user = user;
  }
}

const SuspendUserPayload = payloadUnion(
  'SuspendUserPayload',
  'The person, or why nothing was changed.',
  SuspendUserSuccess,
  UserNotFound,
  OwnRights,
);

const ReinstateUserPayload = payloadUnion(
  'ReinstateUserPayload',
  'The person, or why nothing was changed.',
  ReinstateUserSuccess,
  UserNotFound,
  OwnRights,
);

/** Keeps people out and lets them in again (U-18). */
@Resolver()
export class SuspendUserMutation {
  @RequiresScopes('users:write')
  @Mutation(() => SuspendUserPayload, { description: 'Keeps a person out and ends their sessions.' })
  suspendUser(
    @Arg('input', () => SuspendUserInput, { description: 'Whom, and why.' }) { userId, reason }: SuspendUserInput,
    @Ctx() context: SubgraphContext,
  ): Promise<typeof SuspendUserPayload> {
    const { subject: decidedBy } = requireViewer(context);
    return suspendUser(context.em, { userId, reason, decidedBy })
      .then((user) => new SuspendUserSuccess(seenUser(user)))
      .catch(expose(UserNotFound, OwnRights));
  }

  @RequiresScopes('users:write')
  @Mutation(() => ReinstateUserPayload, { description: 'Lets a person in again.' })
  reinstateUser(
    @Arg('input', () => ReinstateUserInput, { description: 'Whom.' }) { userId }: ReinstateUserInput,
    @Ctx() context: SubgraphContext,
  ): Promise<typeof ReinstateUserPayload> {
    const { subject: decidedBy } = requireViewer(context);
    return reinstateUser(context.em, { userId, decidedBy })
      .then((user) => new ReinstateUserSuccess(seenUser(user)))
      .catch(expose(UserNotFound, OwnRights));
  }
}
