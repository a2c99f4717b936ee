import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer, type SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import type { Role } from '@fleetgraph/schema/roles';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { OrganisationNotFound } from '../../organisation/organisation.errors.js';
import { RoleEnum } from '../role.enum.js';
import { seenUser } from '../see-user/visible-user.js';
import { OwnRights, UserNotFound } from '../user.errors.js';
import { UserType } from '../user.type.js';
import { assignRoles } from './assign-roles.js';

/** What a person is to be. */
@InputType({ description: 'What a person is to be.' })
export class AssignRolesInput {
  @Field(() => ID, { description: 'The person.' })
  readonly userId!: string;

  @Field(() => [RoleEnum], { description: 'All roles the person has afterwards; at least one.' })
  readonly roles!: Role[];

  @Field(() => ID, {
    nullable: true,
    description: "The partner the person works for; null for customers and the operator's own people.",
  })
  readonly organisationId?: string | null;
}

/** The roles are assigned. */
@ObjectType({ description: 'The roles are assigned; the person signs in again.' })
export class AssignRolesSuccess {
  @Field(() => UserType, { description: 'The person as they are now.' })
  readonly user: UserType;

  constructor(user: UserType) {
    this.user = user;
  }
}

const AssignRolesPayload = payloadUnion(
  'AssignRolesPayload',
  'The person, or why nothing was changed.',
  AssignRolesSuccess,
  UserNotFound,
  OrganisationNotFound,
  OwnRights,
  InputInvalid,
);

/** Decides what people may do (U-05). */
@Resolver()
export class AssignRolesMutation {
  @RequiresScopes('users:write')
  @Mutation(() => AssignRolesPayload, { description: "Replaces a person's roles and ends their sessions." })
  assignRoles(
    @Arg('input', () => AssignRolesInput, { description: 'Who, and what they are to be.' }) input: AssignRolesInput,
    @Ctx() context: SubgraphContext,
  ): Promise<typeof AssignRolesPayload> {
    const { userId, roles, organisationId = null } = input;
    return assignRoles(context.em, { userId, roles, organisationId, decidedBy: requireViewer(context).subject })
      .then((user) => new AssignRolesSuccess(seenUser(user)))
      .catch(expose(UserNotFound, OrganisationNotFound, OwnRights, InputInvalid));
  }
}
