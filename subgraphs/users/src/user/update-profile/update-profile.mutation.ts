import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer, type SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { CurrencyCodeScalar, LocaleScalar, PhoneNumberScalar, TimeZoneScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { seenUser } from '../see-user/visible-user.js';
import type { ProfileValues } from '../user.entity.js';
import { UserType } from '../user.type.js';
import { updateProfile } from './update-profile.js';

/** What to change about oneself. */
@InputType({ description: 'What to change; what is left out, or null, stays, except the phone number.' })
export class UpdateProfileInput {
  @Field(() => String, { nullable: true, description: 'Name to be addressed by, 1 to 100 characters.' })
  readonly displayName?: string | null;

  @Field(() => LocaleScalar, { nullable: true, description: 'Language of pages, messages and documents.' })
  readonly locale?: string | null;

  @Field(() => TimeZoneScalar, { nullable: true, description: 'Zone in which times without a place are shown.' })
  readonly timeZone?: string | null;

  @Field(() => PhoneNumberScalar, { nullable: true, description: 'Null removes the number; left out, it stays.' })
  readonly phone?: string | null;

  @Field(() => CurrencyCodeScalar, { nullable: true, description: 'Currency in which prices are shown first.' })
  readonly currency?: string | null;
}

/** The profile is changed. */
@ObjectType({ description: 'The profile is changed.' })
export class UpdateProfileSuccess {
  @Field(() => UserType, { description: 'The person as they are now.' })
  readonly user: UserType;

  constructor(user: UserType) {
    this.user = user;
  }
}

const UpdateProfilePayload = payloadUnion(
  'UpdateProfilePayload',
  'The changed person, or why nothing was changed.',
  UpdateProfileSuccess,
  InputInvalid,
);

/** Changes the caller's own profile (U-10). */
@Resolver()
export class UpdateProfileMutation {
  @RequiresScopes('profile:write')
  @Mutation(() => UpdateProfilePayload, { description: 'Changes the own profile; the values before are kept.' })
  updateProfile(
    @Arg('input', () => UpdateProfileInput, { description: 'What to change.' }) input: UpdateProfileInput,
    @Ctx() context: SubgraphContext,
  ): Promise<typeof UpdateProfilePayload> {
    const viewer = requireViewer(context);
    if (viewer.kind === 'client') throw new GraphError('FORBIDDEN', 'A client has no profile.');
    const change = { userId: viewer.subject, changedBy: viewer.subject, values: givenValues(input) };
    return updateProfile(context.em, change)
      .then((user) => new UpdateProfileSuccess(seenUser(user)))
      .catch(expose(InputInvalid));
  }
}

function givenValues({ displayName, locale, timeZone, phone, currency }: UpdateProfileInput): Partial<ProfileValues> {
  return {
    ...(displayName == null ? {} : { displayName: displayName.trim() }),
    ...(locale == null ? {} : { locale }),
    ...(timeZone == null ? {} : { timeZone }),
    ...(phone === undefined ? {} : { phone }),
    ...(currency == null ? {} : { currency }),
  };
}
