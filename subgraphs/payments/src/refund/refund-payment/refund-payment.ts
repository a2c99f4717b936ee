import { idempotent } from '@fleetgraph/kit/database/idempotency';
import { FieldFault, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { PaymentsContext } from '../../context.js';
import { splitByWeight } from '../../invoice/compute-tax/divide.js';
import { lockPayment } from '../../payment/find-payment/lock-payment.js';
import { visiblePayment } from '../../payment/find-payment/visible-payment.js';
import { Refund } from '../refund.entity.js';
import { RefundExceedsCapture } from '../refund.errors.js';
import { requestRefund } from '../request-refund/request-refund.js';

/** What staff ask. */
export interface RefundRequest {
  readonly paymentId: string;
  readonly amountMinor: bigint;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** Gives back a part of a payment by hand, spread over its lines in proportion to what is left of each. */
export async function refundPayment(context: PaymentsContext, request: RefundRequest): Promise<Refund> {
  const viewer = requireViewer(context);
  const { idempotencyKey: key, ...input } = request;
  checkInput(input);
  if ((await visiblePayment(context, input.paymentId)) === null) throw new GraphError('NOT_FOUND');
  const refundId = await idempotent(context.em, { viewer, operation: 'refundPayment', key, input }, async (tx) => {
    return (await refundLines(tx, input)).id;
  });
  return context.em.findOneOrFail(Refund, refundId, { populate: ['payment'] });
}

async function refundLines(
  tx: EntityManager,
  { paymentId, amountMinor, reason }: Omit<RefundRequest, 'idempotencyKey'>,
) {
  const locked = await lockPayment(tx, paymentId);
  const { booking, payment } = locked;
  if (amountMinor > payment.refundableMinor) {
    throw new RefundExceedsCapture(new Money(payment.refundableMinor, payment.currency));
  }
  const lines = booking.lines.getItems();
  const parts = splitByWeight(
    amountMinor,
    lines.map((line) => line.remainingMinor),
  );
  const shares = lines.map((line, index) => ({ line, amountMinor: parts[index] ?? 0n }));
  return requestRefund(tx, locked, { shares: shares.filter((share) => share.amountMinor > 0n), reason });
}

function checkInput({ amountMinor, reason }: Omit<RefundRequest, 'idempotencyKey'>): void {
  const faults = [
    ...(amountMinor > 0n ? [] : [new FieldFault('amountMinor', 'More than zero.')]),
    ...(reason.trim().length > 0 && reason.length <= 500 ? [] : [new FieldFault('reason', '1 to 500 characters.')]),
  ];
  if (faults.length > 0) throw new InputInvalid(faults);
}
