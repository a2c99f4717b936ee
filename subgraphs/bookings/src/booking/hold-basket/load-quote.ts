import { sqlOne } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { QuotedLine } from '../../quote/quoted-line.js';
import { IS_DUE } from '../expire-holds/expire-holds.js';
import { isId } from '../model/booking-id.js';

/** A quote with what decides whether it may be held, read in one statement. */
export interface HoldableQuote {
  readonly lines: readonly QuotedLine[];
  readonly currency: string;
  readonly total_minor: bigint;
  readonly stands: boolean;
  readonly now: Date;
  /** The booking that already holds this quote, from another tab. */
  readonly held_as: string | null;
  readonly active_holds: number;
  readonly held_bikes: number;
  /** Places in `lines` of those that cannot be had at this moment. */
  readonly lost_positions: readonly number[];
  /** A hold has run out that nobody swept yet; it may be what is in the way. */
  readonly has_due_holds: boolean;
}

/** Loads a quote for whoever may use it: its owner, or anybody when a stranger asked for it. */
export async function loadQuote(
  tx: EntityManager,
  quoteId: string,
  subject: string,
): Promise<HoldableQuote | undefined> {
  if (!isId(quoteId)) return undefined;
  return sqlOne<HoldableQuote>(
    tx,
    `select q.lines, q.currency, q.total_minor, q.expires_at > clock_timestamp() as stands, clock_timestamp() as now,
       (select b.id from booking b where b.quote_id = q.id and b.held_by = $2 and b.hold_state = 'ACTIVE') as held_as,
       (select count(*)::int from booking b where b.customer_id = $2 and b.hold_state = 'ACTIVE') as active_holds,
       (select count(*)::int from booking b join booking_line l on l.booking_id = b.id and l.kind = 'BIKE'
        where b.customer_id = $2 and b.hold_state = 'ACTIVE') as held_bikes,
       array(select (l.place - 1)::int from jsonb_array_elements(q.lines) with ordinality l (line, place)
        where exists (select from jsonb_array_elements(l.line->'demands') d where not demand_is_free(d))) as lost_positions,
       exists (select from booking where ${IS_DUE}) as has_due_holds
     from quote q where q.id = $1 and (q.subject is null or q.subject = $2)`,
    [quoteId, subject],
  );
}
