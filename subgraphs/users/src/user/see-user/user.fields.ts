import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { Inaccessible, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { organisationById } from '../../organisation/load-organisation.js';
import { OrganisationType } from '../../organisation/organisation.type.js';
import { ContactType, UserType } from '../user.type.js';
import { userById } from './load-user.js';

/** Fields of a person that need another load. */
@Resolver(() => UserType)
export class UserFields {
  @FieldResolver(() => OrganisationType, {
    nullable: true,
    description:
      "The partner the person works for; null for customers and the operator's own people, and when it is not yours to see.",
  })
  async organisation(
    @Root() { organisationId }: UserType,
    @Ctx() context: SubgraphContext,
  ): Promise<OrganisationType | null> {
    return organisationId === null ? null : organisationById(context, organisationId);
  }

  @Inaccessible()
  @RequiresScopes('users:contact')
  @FieldResolver(() => ContactType, {
    nullable: true,
    description: 'Where and how to reach the person; null when there is no such person or they are kept out.',
  })
  async contact(@Root() { id }: UserType, @Ctx() context: SubgraphContext): Promise<ContactType | null> {
    const user = await userById(context, id);
    if (user === null || user.suspendedAt !== null) return null;
    const { email, emailVerifiedAt, locale, timeZone, displayName } = user;
    return { email, isEmailVerified: emailVerifiedAt !== null, locale, timeZone, displayName };
  }
}
