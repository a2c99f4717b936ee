import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';

/** What a resolver of fleet receives. */
export interface FleetContext extends SubgraphContext {
  /** Address under which browsers reach the pictures. */
  readonly publicUrl: string;
}
