import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { UsersContext } from '../../context.js';
import { ApiClientNotFound } from '../api-client.errors.js';
import { ApiClientType } from '../api-client.type.js';
import { disableApiClient, rotateSecret } from './rotate-secret.js';

/** Whose secret to renew. */
@InputType({ description: 'Whose secret to renew.' })
export class RotateApiClientSecretInput {
  @Field(() => ID, { description: 'The program.' })
  readonly clientId!: string;
}

/** Which program to end. */
@InputType({ description: 'Which program to end.' })
export class DisableApiClientInput {
  @Field(() => ID, { description: 'The program.' })
  readonly clientId!: string;
}

/** The program has a new secret. */
@ObjectType({ description: 'The program has a new secret; the ones before work for 24 hours more.' })
export class RotateApiClientSecretSuccess {
  @Field(() => ApiClientType, { description: 'The program.' })
  readonly client: ApiClientType;

  @Field(() => String, { description: 'The new secret: keep it now, it is not shown again.' })
  readonly secret: string;

  constructor(client: ApiClientType, secret: string) {
    this.client = client;
    this.secret = secret;
  }
}

/** The program gets no more tokens. */
@ObjectType({ description: 'The program gets no more tokens; those it has run out within ten minutes.' })
export class DisableApiClientSuccess {
  @Field(() => ApiClientType, { description: 'The program.' })
  readonly client: ApiClientType;

  constructor(client: ApiClientType) {
    this.client = client;
  }
}

const RotateApiClientSecretPayload = payloadUnion(
  'RotateApiClientSecretPayload',
  'The new secret, or why there is none.',
  RotateApiClientSecretSuccess,
  ApiClientNotFound,
);

const DisableApiClientPayload = payloadUnion(
  'DisableApiClientPayload',
  'The disabled program, or why nothing was changed.',
  DisableApiClientSuccess,
  ApiClientNotFound,
);

/** Renews the secrets of partners' programs and ends their use (U-07). */
@Resolver()
export class RotateSecretMutation {
  @RequiresScopes('clients:write')
  @Mutation(() => RotateApiClientSecretPayload, { description: 'Gives an API client a new secret beside the old one.' })
  rotateApiClientSecret(
    @Arg('input', () => RotateApiClientSecretInput, { description: 'Whose.' }) { clientId }: RotateApiClientSecretInput,
    @Ctx() context: UsersContext,
  ): Promise<typeof RotateApiClientSecretPayload> {
    const { organisationId } = requireViewer(context);
    return rotateSecret(context.em, context.secrets, { clientId, organisationId })
      .then(({ client, secret }) => new RotateApiClientSecretSuccess(client, secret))
      .catch(expose(ApiClientNotFound));
  }

  @RequiresScopes('clients:write')
  @Mutation(() => DisableApiClientPayload, { description: 'Gives an API client no more tokens.' })
  disableApiClient(
    @Arg('input', () => DisableApiClientInput, { description: 'Which.' }) { clientId }: DisableApiClientInput,
    @Ctx() context: UsersContext,
  ): Promise<typeof DisableApiClientPayload> {
    const { organisationId } = requireViewer(context);
    return disableApiClient(context.em, { clientId, organisationId })
      .then((client) => new DisableApiClientSuccess(client))
      .catch(expose(ApiClientNotFound));
  }
}
