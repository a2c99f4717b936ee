import type { EntityManager } from '@mikro-orm/postgresql';
import { type Booking, type BookingLine, FEES } from '../../booking/booking.entity.js';
import { postEntry } from '../post-entry/post-entry.js';

/** Turns the advance for each line that was delivered, or cancelled for a fee, into revenue and tax. */
export async function recogniseRevenue(tx: EntityManager, booking: Booking): Promise<void> {
  for (const line of booking.lines) {
    if (line.recognisedAs === null && line.revenueKind !== undefined) await recognise(tx, booking, line);
  }
}

async function recognise(tx: EntityManager, booking: Booking, line: BookingLine): Promise<void> {
  const revenueKind = line.revenueKind ?? line.kind;
  line.recognisedAs = revenueKind;
  await postEntry(tx, {
    event: revenueKind === FEES ? 'cancellation_fee' : 'line_delivered',
    subjectId: line.id,
    booking,
    line,
    revenueKind,
    amount: { grossMinor: line.remainingMinor, taxMinor: line.remainingTaxMinor },
    ...(line.deliveredOn === null ? {} : { effectiveOn: line.deliveredOn }),
  });
}
