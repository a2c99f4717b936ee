import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { canSee } from '../../booking/find-own-booking.js';
import { isUuid } from '../../booking/is-uuid.js';
import type { PaymentsContext } from '../../context.js';
import { Payment } from '../payment.entity.js';

/** The viewer's payment by id, in batches; null for what is not there or not theirs. */
export const visiblePayment = batchedLoader(async (ids: readonly string[], { em, viewer }: PaymentsContext) => {
  const payments = await em.find(Payment, { id: { $in: ids.filter(isUuid) } });
  const visible = payments.filter((payment) => canSee(payment, viewer));
  return batchByKey(ids, visible, ({ id }) => id).map((payment) => payment ?? null);
});
