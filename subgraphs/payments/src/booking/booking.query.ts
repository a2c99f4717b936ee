import { groupByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { PaymentsContext } from '../context.js';
import { sum } from '../invoice/compute-tax/compute-tax.js';
import { Invoice } from '../invoice/invoice.entity.js';
import { InvoiceType } from '../invoice/invoice.type.js';
import { Payment } from '../payment/payment.entity.js';
import { PaymentType } from '../payment/payment.type.js';
import { Booking } from './booking.entity.js';
import { BookingType } from './booking.type.js';
import { canSee } from './find-own-booking.js';

/** The money of one booking, as far as the viewer may see it. */
interface BookingMoney {
  readonly currency: string;
  readonly payments: readonly Payment[];
}

const moneyOf = batchedLoader(async (ids: readonly string[], { em, viewer }: PaymentsContext) => {
  const bookings = (await em.find(Booking, { id: { $in: [...ids] } })).filter((booking) => canSee(booking, viewer));
  const visibleIds = bookings.map(({ id }) => id);
  const payments = await em.find(Payment, { bookingId: { $in: visibleIds } }, { orderBy: { createdAt: 'asc' } });
  const currencies = new Map(bookings.map(({ id, currency }) => [id, currency]));
  return groupByKey(ids, payments, ({ bookingId }) => bookingId).map((group, index): BookingMoney | null => {
    const currency = currencies.get(ids[index] ?? '');
    return currency === undefined ? null : { currency, payments: group };
  });
});

const invoicesOf = batchedLoader(async (ids: readonly string[], { em }: PaymentsContext) => {
  const invoices = await em.find(
    Invoice,
    { bookingId: { $in: [...ids] } },
    { orderBy: { issuedAt: 'asc', number: 'asc' } },
  );
  return groupByKey(ids, invoices, ({ bookingId }) => bookingId);
});

const total = (money: BookingMoney | null, amountOf: (payment: Payment) => bigint): Money | null =>
  money && new Money(sum(money.payments.map(amountOf)), money.currency);

/** What payments adds to a booking; null for bookings that are not the viewer's, or not known here yet. */
@Resolver(() => BookingType)
export class BookingMoneyFields {
  @FieldResolver(() => [PaymentType], {
    nullable: true,
    description: 'Its payments, oldest first; null: not known here.',
  })
  async payments(@Root() { id }: BookingType, @Ctx() context: PaymentsContext): Promise<readonly Payment[] | null> {
    return (await moneyOf(context, id))?.payments ?? null;
  }

  @FieldResolver(() => [InvoiceType], {
    nullable: true,
    description: 'Its invoices and credit notes, oldest first; null: not known here.',
  })
  async invoices(@Root() { id }: BookingType, @Ctx() context: PaymentsContext): Promise<readonly Invoice[] | null> {
    return (await moneyOf(context, id)) && invoicesOf(context, id);
  }

  @FieldResolver(() => Money, { nullable: true, description: 'What was taken for it; null: not known here.' })
  async paid(@Root() { id }: BookingType, @Ctx() context: PaymentsContext): Promise<Money | null> {
    return total(await moneyOf(context, id), ({ capturedMinor }) => capturedMinor);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'What was given back or is on its way back; null: not known here.',
  })
  async refunded(@Root() { id }: BookingType, @Ctx() context: PaymentsContext): Promise<Money | null> {
    return total(await moneyOf(context, id), ({ refundedMinor }) => refundedMinor);
  }
}
