import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import type { Secrets } from './secrets/derive-secrets.js';

/** What a resolver of users receives. */
export interface UsersContext extends SubgraphContext {
  readonly secrets: Secrets;
  /** Public address of the OpenID provider. */
  readonly issuer: string;
}
