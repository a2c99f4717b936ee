import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { LedgerEntryPosted, PaymentCaptured, RefundSucceeded } from '@fleetgraph/schema/events/payments_pb';
import { type Fact, orUndefined } from '../fact.js';
import type { Occurrence } from './facts-of-bookings.js';

/** Money was captured or paid back. */
export function factOfMovement(event: PaymentCaptured | RefundSucceeded, { time }: Occurrence): Fact {
  const isCapture = event.$typeName === 'fleetgraph.payments.v1.PaymentCaptured';
  return {
    measure: isCapture ? 'captured' : 'refunds',
    at: event.at === undefined ? time : timestampDate(event.at),
    value: event.amount?.amountMinor ?? 0n,
    subject: event.$typeName === 'fleetgraph.payments.v1.PaymentCaptured' ? event.paymentId : event.refundId,
    person: orUndefined(event.customerId) ?? event.bookingId,
    organisationId: orUndefined(event.organisationId),
    currency: event.amount?.currency,
  };
}

/** Credits of revenue accounts minus their debits: what the ledger calls revenue, to the cent. */
export function factsOfLedgerEntry(event: LedgerEntryPosted, { time }: Occurrence): Fact[] {
  return event.postings
    .filter(({ account }) => account.startsWith('revenue'))
    .map(({ account, amount }) => ({
      measure: 'revenue',
      at: event.at === undefined ? time : timestampDate(event.at),
      value: -(amount?.amountMinor ?? 0n),
      subject: `${event.entryId}/${account}`,
      person: orUndefined(event.customerId) ?? orUndefined(event.bookingId) ?? event.entryId,
      kind: orUndefined(event.kind),
      locationId: orUndefined(event.locationId),
      organisationId: orUndefined(event.organisationId),
      currency: amount?.currency,
    }));
}
