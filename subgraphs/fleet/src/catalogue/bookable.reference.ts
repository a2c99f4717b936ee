import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import type { FleetContext } from '../context.js';
import type { BookableKind } from './bookable-kind.js';
import { findBookables, findOfKind } from './find-bookables.js';

interface Representation {
  readonly id: string;
}

/** How other subgraphs reach a bookable without knowing its kind. */
export const bookableReference = batchedReference((representations: readonly Representation[], { em }: FleetContext) =>
  findBookables(
    em,
    representations.map(({ id }) => id),
  ),
);

/** How other subgraphs reach a bookable whose kind they know. */
export const referenceOfKind = (kind: BookableKind) =>
  batchedReference(async (representations: readonly Representation[], { em }: FleetContext) => {
    const ids = representations.map(({ id }) => id);
    return batchByKey(ids, await findOfKind(em, kind, ids), ({ id }) => id);
  });
