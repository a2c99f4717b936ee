import { sqlAll } from '@fleetgraph/kit/database/sql';
import { decodeCursor, pageSize } from '@fleetgraph/kit/graphql/connection';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import type { EntityManager } from '@mikro-orm/postgresql';

/** One entry as it stands in the books. */
export interface LedgerEntryRow {
  readonly id: string;
  readonly sequence: bigint;
  readonly at: Date;
  readonly effective_on: string;
  readonly event: string;
  readonly booking_id: string | null;
}

/** One posting as it stands in the books. */
export interface PostingRow {
  readonly entry_id: string;
  readonly account: string;
  readonly amount_minor: bigint;
  readonly currency: string;
}

/** Which entries, and where the page starts. */
export interface LedgerPage {
  readonly first: number;
  readonly after?: string | null | undefined;
  readonly filter?: {
    readonly account?: string | null;
    readonly bookingId?: string | null;
    readonly from?: string | null;
    readonly to?: string | null;
  } | null;
}

/** Newest entries first; one more than asked for tells whether there is a next page. */
export async function readEntries(em: EntityManager, { first, after, filter }: LedgerPage): Promise<LedgerEntryRow[]> {
  refuseTurnedAround(filter);
  return sqlAll<LedgerEntryRow>(
    em,
    `select id, sequence, at, effective_on, event, booking_id from ledger_entry e
     where ($1::bigint is null or sequence < $1)
       and ($2::text is null or booking_id = $2)
       and ($3::date is null or effective_on >= $3)
       and ($4::date is null or effective_on <= $4)
       and ($5::text is null or exists (select 1 from posting p where p.entry_id = e.id and p.account = $5))
     order by sequence desc limit $6`,
    [sequenceOf(after), filter?.bookingId, filter?.from, filter?.to, filter?.account, pageSize(first) + 1],
  );
}

/** The entries with these ids, in any order. */
export const readEntriesById = (em: EntityManager, ids: readonly string[]): Promise<LedgerEntryRow[]> =>
  sqlAll<LedgerEntryRow>(
    em,
    'select id, sequence, at, effective_on, event, booking_id from ledger_entry where id = any($1::uuid[])',
    [[...ids]],
  );

/** An entry as the graph shows it. */
export const toEntry = ({ id, at, effective_on, event, booking_id }: LedgerEntryRow) => ({
  id,
  at,
  effectiveOn: effective_on,
  event,
  booking: booking_id === null ? null : { id: booking_id },
});

/** An entry without its postings. */
export type LedgerEntry = ReturnType<typeof toEntry>;

function refuseTurnedAround(filter: LedgerPage['filter']): void {
  // Days as YYYY-MM-DD sort like text.
  if (filter?.from && filter.to && filter.from > filter.to) {
    throw new GraphError('BAD_USER_INPUT', 'filter.to: A day on or after filter.from.');
  }
}

function sequenceOf(cursor: string | null | undefined): string | null {
  if (cursor == null) return null;
  const [sequence] = decodeCursor(cursor);
  if (typeof sequence !== 'string' || !/^\d{1,18}$/.test(sequence)) {
    throw new GraphError('BAD_USER_INPUT', 'This cursor was not given out by this list.');
  }
  return sequence;
}

/** Postings of several entries, in the order they were written. */
export const readPostings = (em: EntityManager, entryIds: readonly string[]): Promise<PostingRow[]> =>
  sqlAll<PostingRow>(
    em,
    'select entry_id, account, amount_minor, currency from posting where entry_id = any($1::uuid[]) order by id',
    [[...entryIds]],
  );

/** Balance of every account and currency, counting entries that are effective up to a day; all when it is absent. */
export async function readBalances(em: EntityManager, on?: string | null) {
  const rows = await sqlAll<{ account: string; currency: string; balance: bigint }>(
    em,
    `select account, currency, sum(amount_minor)::bigint as balance from posting join ledger_entry e on e.id = entry_id
     where $1::date is null or e.effective_on <= $1 group by account, currency order by account, currency`,
    [on],
  );
  return rows.map(({ account, currency, balance }) => ({ account, balance: new Money(balance, currency) }));
}
