import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import type { FleetContext } from '../context.js';
import { findLocations } from './location.loader.js';

/** How other subgraphs reach a place. */
export const locationReference = batchedReference((representations: readonly { id: string }[], { em }: FleetContext) =>
  findLocations(
    em,
    representations.map(({ id }) => id),
  ),
);
