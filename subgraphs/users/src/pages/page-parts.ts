import type { SubgraphRuntime } from '@fleetgraph/kit/graphql/runtime';
import type { Throttle } from '../account/throttle/create-throttle.js';
import type { UsersSettings } from '../config.js';
import type { CurrentProvider } from '../provider/current-provider.js';
import type { Secrets } from '../secrets/derive-secrets.js';

/** What the pages work with. */
export interface PageParts {
  readonly runtime: SubgraphRuntime;
  readonly settings: UsersSettings;
  readonly secrets: Secrets;
  readonly throttle: Throttle;
  readonly provider: CurrentProvider;
  /** Path under which everything lives: the issuer's. */
  readonly base: string;
}
