import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import { record } from '@fleetgraph/kit/events/record';
import { LedgerEntryPostedSchema } from '@fleetgraph/schema/events/payments_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Booking, BookingLine } from '../../booking/booking.entity.js';
import { type LedgerEvent, type PostedAmount, postingsOf } from '../posting-rules.js';

/** A business event to post. */
export interface NewEntry {
  readonly event: LedgerEvent;
  /** Id of what happened: the same event and subject is posted once. */
  readonly subjectId: string;
  readonly booking: Booking;
  readonly amount: PostedAmount;
  /** The line it belongs to, when it belongs to one. */
  readonly line?: BookingLine;
  /** Kind under which revenue is posted. */
  readonly revenueKind?: string;
  /** Day from which balances count it, `YYYY-MM-DD`; the default is today. */
  readonly effectiveOn?: string;
}

/** Posts a business event once; what moves no money makes no entry. */
export async function postEntry(tx: EntityManager, entry: NewEntry): Promise<void> {
  const { event, booking, line } = entry;
  const postings = postingsOf(event, entry.amount, entry.revenueKind);
  if (postings.length === 0) return;
  const row = await sqlOne<{ id: string; at: Date; effective_on: string }>(
    tx,
    `insert into ledger_entry (event, business_key, booking_id, organisation_id, kind, location_id, effective_on)
     values ($1, $2, $3, $4, $5, $6, coalesce($7::date, current_date))
     on conflict on constraint ledger_entry_business_key_unique do nothing returning id, at, effective_on`,
    [
      event,
      `${event}:${entry.subjectId}`,
      booking.id,
      booking.organisationId,
      line?.kind,
      line?.locationId,
      entry.effectiveOn,
    ],
  );
  if (row === undefined) return;
  await sqlRun(
    tx,
    `insert into posting (entry_id, account, amount_minor, currency)
     select $1, account, amount_minor, $4 from unnest($2::text[], $3::bigint[]) as new (account, amount_minor)`,
    [row.id, postings.map(({ account }) => account), postings.map(({ amountMinor }) => amountMinor), booking.currency],
  );
  await record(tx, LedgerEntryPostedSchema, {
    key: row.id,
    payload: {
      entryId: row.id,
      event,
      bookingId: booking.id,
      organisationId: booking.organisationId ?? '',
      customerId: booking.customerId ?? '',
      at: timestampFromDate(row.at),
      effectiveOn: row.effective_on,
      kind: line?.kind ?? '',
      locationId: line?.locationId ?? '',
      postings: postings.map(({ account, amountMinor }) => ({
        account,
        amount: { amountMinor, currency: booking.currency },
      })),
    },
  });
}
