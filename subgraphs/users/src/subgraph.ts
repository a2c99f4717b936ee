import type { Subgraph } from '@fleetgraph/kit/graphql/subgraph';
import { emailVerificationReference, passwordResetReference } from './account/account-links/account-links.reference.js';
import { EmailVerification, PasswordReset } from './account/account-links/account-links.type.js';
import { ApiClient } from './api-client/api-client.entity.js';
import { ApiClientQuery } from './api-client/api-client.query.js';
import { CreateApiClientMutation } from './api-client/create-api-client/create-api-client.mutation.js';
import { RotateSecretMutation } from './api-client/rotate-secret/rotate-secret.mutation.js';
import type { UsersSettings } from './config.js';
import type { UsersContext } from './context.js';
import { CreateProvider } from './migrations/create-provider.js';
import { CreateUsers } from './migrations/create-users.js';
import { Organisation } from './organisation/organisation.entity.js';
import { organisationReference } from './organisation/organisation.reference.js';
import { OrganisationType } from './organisation/organisation.type.js';
import { purgeExpiredJob } from './provider/purge-expired.job.js';
import { serveProvider } from './provider/serve-provider.js';
import { rotateSigningKeysJob } from './provider/signing-keys/rotate-signing-keys.job.js';
import { deriveSecrets } from './secrets/derive-secrets.js';
import { AssignRolesMutation } from './user/assign-roles/assign-roles.mutation.js';
import { UsersQuery } from './user/list-users/users.query.js';
import { MeQuery } from './user/see-user/me.query.js';
import { UserFields } from './user/see-user/user.fields.js';
import { userReference } from './user/see-user/user.reference.js';
import { SuspendUserMutation } from './user/suspend-user/suspend-user.mutation.js';
import { UpdateProfileMutation } from './user/update-profile/update-profile.mutation.js';
import { User } from './user/user.entity.js';
import { UserType } from './user/user.type.js';

/** Table of contents of the users subgraph. */
export function usersSubgraph(settings: UsersSettings): Subgraph<UsersContext> {
  const secrets = deriveSecrets(settings.secrets);
  return {
    name: 'users',
    resolvers: [
      MeQuery,
      UsersQuery,
      UserFields,
      UpdateProfileMutation,
      SuspendUserMutation,
      AssignRolesMutation,
      ApiClientQuery,
      CreateApiClientMutation,
      RotateSecretMutation,
    ],
    types: [UserType, OrganisationType, EmailVerification, PasswordReset],
    references: {
      User: userReference,
      Organisation: organisationReference,
      EmailVerification: emailVerificationReference,
      PasswordReset: passwordResetReference,
    },
    entities: [User, Organisation, ApiClient],
    migrations: [CreateUsers, CreateProvider],
    consumers: [],
    jobs: [purgeExpiredJob, rotateSigningKeysJob(secrets)],
    routes: (app, runtime) => serveProvider(app, { runtime, settings, secrets }),
    createContext: (base, { options }) => ({ ...base, secrets, issuer: options.issuer }),
  };
}
