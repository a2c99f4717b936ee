import { hasScope } from '@fleetgraph/kit/auth/viewer';
import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import { isUuid } from '../booking/is-uuid.js';
import type { PaymentsContext } from '../context.js';
import { readEntriesById, toEntry } from './read-ledger.js';

/** How other subgraphs reach a ledger entry; null for everybody who may not read the ledger. */
export const ledgerEntryReference = batchedReference(
  async (representations: readonly { id: string }[], { em, viewer }: PaymentsContext) => {
    const ids = representations.map(({ id }) => id);
    const rows = hasScope(viewer, 'ledger:read') ? await readEntriesById(em, ids.filter(isUuid)) : [];
    return batchByKey(ids, rows.map(toEntry), ({ id }) => id);
  },
);
