import { groupByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { Authenticated } from '@fleetgraph/kit/graphql/directives';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { PaymentsContext } from '../context.js';
import { Refund } from '../refund/refund.entity.js';
import { RefundType } from '../refund/refund.type.js';
import { visiblePayment } from './find-payment/visible-payment.js';
import { type Payment, PaymentTransition } from './payment.entity.js';
import { PaymentTransitionType, PaymentType } from './payment.type.js';

const refundsOf = batchedLoader(async (ids: readonly string[], { em }: PaymentsContext) => {
  const refunds = await em.find(
    Refund,
    { payment: { $in: [...ids] } },
    { populate: ['payment'], orderBy: { createdAt: 'asc' } },
  );
  return groupByKey(ids, refunds, ({ payment }) => payment.id);
});

const historyOf = batchedLoader(async (ids: readonly string[], { em }: PaymentsContext) => {
  const steps = await em.find(PaymentTransition, { payment: { $in: [...ids] } }, { orderBy: { id: 'asc' } });
  return groupByKey(ids, steps, ({ payment }) => payment.id);
});

/** Reads payments. */
@Resolver(() => PaymentType)
export class PaymentQuery {
  @Authenticated()
  @Query(() => PaymentType, {
    nullable: true,
    description: 'One payment; null when there is none, or it is not yours.',
  })
  payment(
    @Arg('id', () => ID, { description: 'Which payment.' }) id: string,
    @Ctx() context: PaymentsContext,
  ): Promise<Payment | null> {
    return visiblePayment(context, id);
  }

  @FieldResolver(() => [RefundType])
  refunds(@Root() { id }: Payment, @Ctx() context: PaymentsContext): Promise<Refund[]> {
    return refundsOf(context, id);
  }

  @FieldResolver(() => [PaymentTransitionType], { nullable: true })
  history(@Root() { id }: Payment, @Ctx() context: PaymentsContext): Promise<PaymentTransition[]> {
    return historyOf(context, id);
  }
}
