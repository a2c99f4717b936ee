import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { UsersContext } from '../../context.js';
import { OrganisationNotFound } from '../../organisation/organisation.errors.js';
import { ApiClientType } from '../api-client.type.js';
import { createApiClient } from './create-api-client.js';

/** The program that is to be. */
@InputType({ description: "A partner's program that is to be." })
export class CreateApiClientInput {
  @Field(() => String, { description: 'What the program is, for people; 1 to 100 characters.' })
  readonly name!: string;

  @Field(() => [String], { description: 'Scopes that its tokens may carry; among those of the role PARTNER_CLIENT.' })
  readonly scopes!: string[];

  @Field(() => ID, {
    nullable: true,
    description: "The partner; needed from staff, and ignored from a partner's own admin.",
  })
  readonly organisationId?: string | null;
}

/** The program exists. */
@ObjectType({ description: 'The program exists. Its secret is told here and never again.' })
export class CreateApiClientSuccess {
  @Field(() => ApiClientType, { description: 'The program.' })
  readonly client: ApiClientType;

  @Field(() => String, { description: 'Its secret: keep it now, it is not shown again.' })
  readonly secret: string;

  constructor(client: ApiClientType, secret: string) {
    this.client = client;
    this.secret = secret;
  }
}

const CreateApiClientPayload = payloadUnion(
  'CreateApiClientPayload',
  'The program with its secret, or why there is none.',
  CreateApiClientSuccess,
  OrganisationNotFound,
  InputInvalid,
);

/** Makes programs of partners (U-07). */
@Resolver()
export class CreateApiClientMutation {
  @RequiresScopes('clients:write')
  @Mutation(() => CreateApiClientPayload, {
    description: 'Makes an API client of a partner; each call makes another one.',
  })
  createApiClient(
    @Arg('input', () => CreateApiClientInput, { description: 'The program.' }) input: CreateApiClientInput,
    @Ctx() context: UsersContext,
  ): Promise<typeof CreateApiClientPayload> {
    // A partner's scope comes from its token, never from an argument.
    const organisationId = requireViewer(context).organisationId ?? input.organisationId ?? '';
    return createApiClient(context.em, context.secrets, { ...input, organisationId })
      .then(({ client, secret }) => new CreateApiClientSuccess(client, secret))
      .catch(expose(OrganisationNotFound, InputInvalid));
  }
}
