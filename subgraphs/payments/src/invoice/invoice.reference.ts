import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import { canSee } from '../booking/find-own-booking.js';
import { isUuid } from '../booking/is-uuid.js';
import type { PaymentsContext } from '../context.js';
import { Invoice } from './invoice.entity.js';

/** How other subgraphs reach an invoice; null for what is not there or not the viewer's. */
export const invoiceReference = batchedReference(
  async (representations: readonly { id: string }[], { em, viewer }: PaymentsContext) => {
    const ids = representations.map(({ id }) => id);
    const invoices = await em.find(Invoice, { id: { $in: ids.filter(isUuid) } });
    return batchByKey(
      ids,
      invoices.filter((invoice) => canSee(invoice, viewer)),
      ({ id }) => id,
    );
  },
);
