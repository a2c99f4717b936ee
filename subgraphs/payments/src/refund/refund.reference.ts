import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import { canSee } from '../booking/find-own-booking.js';
import { isUuid } from '../booking/is-uuid.js';
import type { PaymentsContext } from '../context.js';
import { Refund } from './refund.entity.js';

/** How other subgraphs reach a refund; null for what is not there or not the viewer's. */
export const refundReference = batchedReference(
  async (representations: readonly { id: string }[], { em, viewer }: PaymentsContext) => {
    const ids = representations.map(({ id }) => id);
    const refunds = await em.find(Refund, { id: { $in: ids.filter(isUuid) } }, { populate: ['payment'] });
    return batchByKey(
      ids,
      refunds.filter(({ payment }) => canSee(payment, viewer)),
      ({ id }) => id,
    );
  },
);
