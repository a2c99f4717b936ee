/** A statement that must always be true, as SQL that answers the rows which break it. */
export interface Invariant {
  readonly id: string;
  readonly title: string;
  readonly sql: string;
}

/** What must hold in the bookings database at any moment, whatever was killed; run by `npm run verify`. */
export const bookingsInvariants: readonly Invariant[] = [
  {
    id: 'bookings-1',
    title: 'No two held, confirmed or running lines overlap on one unit, buffers and overdue time included',
    sql: `select a.id as allocation_id, b.id as other_allocation_id, a.unit_id
      from allocation a join booking_line la on la.id = a.line_id
      join allocation b on b.unit_id = a.unit_id and b.id > a.id and b.period && a.period
      join booking_line lb on lb.id = b.line_id
      where a.released_at is null and b.released_at is null
        and la.state in ('HELD', 'AWAITING_PAYMENT', 'CONFIRMED', 'IN_USE')
        and lb.state in ('HELD', 'AWAITING_PAYMENT', 'CONFIRMED', 'IN_USE')`,
  },
  {
    id: 'bookings-2a',
    title: 'A seat of a flight is sold once',
    sql: `select flight_id, seat, count(*) from allocation where released_at is null and flight_id is not null
      group by flight_id, seat having count(*) > 1`,
  },
  {
    id: 'bookings-2b',
    title: 'A flight has no more seats sold than seats',
    sql: `select a.flight_id, count(*) as sold from allocation a where a.released_at is null and a.flight_id is not null
      group by a.flight_id having count(*) > (select count(*) from seat s where s.flight_id = a.flight_id)`,
  },
  {
    id: 'bookings-3',
    title: 'Allocated stock equals the allocations that stand, and never passes what may be sold',
    sql: `select s.variant_id, s.location_id, s.allocated, coalesce(sum(a.quantity), 0) as standing
      from stock_position s
      left join allocation a on a.variant_id = s.variant_id and a.location_id = s.location_id and a.released_at is null
      group by s.variant_id, s.location_id
      having s.allocated <> coalesce(sum(a.quantity), 0)
        or s.allocated + s.reserved > greatest(s.on_hand, 0) + s.backorder_limit + s.shortfall`,
  },
  {
    id: 'bookings-6',
    title: 'The total of a booking is the sum of its lines, and a line the sum of its charges, in one currency',
    sql: `select b.id from booking b join booking_line l on l.booking_id = b.id
      group by b.id having b.total_minor <> sum(l.gross_minor) or bool_or(l.currency <> b.currency)
      union
      select l.booking_id from booking_line l
      where l.gross_minor <> (select sum((c->>'amountMinor')::bigint) from jsonb_array_elements(l.charges) c)`,
  },
  {
    id: 'bookings-7',
    title: 'Every confirmed line has a payment',
    sql: `select l.id from booking_line l join booking b on b.id = l.booking_id
      where l.state in ('CONFIRMED', 'IN_USE', 'COMPLETED', 'NO_SHOW') and b.payment_id is null`,
  },
  {
    id: 'bookings-8',
    title: 'No hold is active five seconds past its end',
    sql: `select id, coalesce(paying_until, hold_expires_at) as deadline from booking
      where hold_state = 'ACTIVE' and coalesce(paying_until, hold_expires_at) < clock_timestamp() - interval '5 seconds'`,
  },
  {
    id: 'bookings-9',
    title: 'Every change has one row of the timeline, without gaps',
    sql: `select b.id from booking b left join booking_change c on c.booking_id = b.id
      group by b.id having count(c.sequence) <> b.version or max(c.sequence) <> b.version`,
  },
  {
    id: 'bookings-10',
    title: 'What is held or confirmed has its resources, and what is over has none',
    sql: `select l.id, l.state from booking_line l
      where l.state in ('HELD', 'AWAITING_PAYMENT', 'CONFIRMED', 'IN_USE')
        -- Goods that are paid for have left the stock that can be promised (StockMoved, SALE).
        and not (l.kind = 'PRODUCT' and l.state = 'CONFIRMED')
        and not exists (select from allocation a where a.line_id = l.id and a.released_at is null)
      union
      select l.id, l.state from booking_line l
      where l.state in ('EXPIRED', 'CANCELLED', 'NO_SHOW')
        and exists (select from allocation a where a.line_id = l.id and a.released_at is null)`,
  },
  {
    id: 'bookings-11',
    title: 'The states of the lines fit the state of the hold',
    sql: `select b.id, b.hold_state, l.state from booking b join booking_line l on l.booking_id = b.id
      where b.hold_state = 'ACTIVE' and l.state not in ('HELD', 'AWAITING_PAYMENT')
        or b.hold_state = 'EXPIRED' and l.state <> 'EXPIRED'
        or b.hold_state = 'RELEASED' and l.state <> 'CANCELLED'
        or b.hold_state = 'CONSUMED' and l.state in ('HELD', 'AWAITING_PAYMENT', 'EXPIRED')`,
  },
];
