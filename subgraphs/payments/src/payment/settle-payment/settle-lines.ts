import type { EntityManager } from '@mikro-orm/postgresql';
import { recogniseRevenue } from '../../ledger/recognise-revenue/recognise-revenue.js';
import { requestRefund } from '../../refund/request-refund/request-refund.js';
import type { LockedPayment } from '../find-payment/lock-payment.js';
import { PaymentState } from '../payment-state.js';

/**
 * Brings the money of each line to where its booking is: refunds what is due, recognises what was delivered or kept.
 * Does nothing before the money is taken; called again, it does only what is new.
 */
export async function settleLines(tx: EntityManager, locked: LockedPayment): Promise<void> {
  const { booking, payment } = locked;
  if (payment.state !== PaymentState.SUCCEEDED) return;
  if (payment.refusal !== null || booking.isLetGo) {
    const shares = booking.lines.map((line) => ({ line, amountMinor: line.remainingMinor }));
    await requestShares(tx, locked, { shares, reason: payment.refusal ?? booking.state });
    return;
  }
  // One refund for all lines of a cancellation: one entry at the bank, one credit note, one mail.
  const due = booking.lines.map((line) => ({ line, amountMinor: line.refundDueMinor }));
  await requestShares(tx, locked, { shares: due, reason: 'CANCELLED' });
  await recogniseRevenue(tx, booking);
}

async function requestShares(tx: EntityManager, locked: LockedPayment, request: Parameters<typeof requestRefund>[2]) {
  const shares = request.shares.filter(({ amountMinor }) => amountMinor > 0n);
  if (shares.length > 0) await requestRefund(tx, locked, { ...request, shares });
}
