import { sqlAll, sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingLine } from '../model/booking-line.entity.js';
import { type LockedBooking, lockBooking } from '../model/lock-booking.js';
import { recordChange } from '../model/record-change.js';

interface LaterAllocation {
  readonly id: string;
  readonly booking_id: string;
  readonly title: string;
}

/** Later bookings that begin within this time get another unit now. */
const AT_RISK_HOURS = 24;

/**
 * A unit that was not brought back stays taken (F-11). What follows on it soon moves to another unit; what cannot move is
 * told to be at risk, and the unit is kept up to there, else without an end.
 */
export async function keepOverdueUnit(tx: EntityManager, { booking }: LockedBooking, line: BookingLine): Promise<void> {
  const later = await sqlAll<LaterAllocation>(
    tx,
    `select n.id, l.booking_id, l.title from allocation a
     join allocation n on n.unit_id = a.unit_id and n.released_at is null and n.id <> a.id
       and n.period >> a.period and lower(n.period) < clock_timestamp() + make_interval(hours => ${AT_RISK_HOURS})
     join booking_line l on l.id = n.line_id
     where a.line_id = $1 and a.released_at is null and n.due_at is null order by lower(n.period)`,
    [line.id],
  );
  for (const allocation of later) await moveElsewhere(tx, allocation);
  const extended = await sqlRun(
    tx,
    `update allocation a set period = tstzrange(lower(a.period), (
       select min(lower(n.period)) from allocation n
       where n.unit_id = a.unit_id and n.released_at is null and n.id <> a.id and n.period >> a.period))
     where a.line_id = $1 and a.released_at is null and not upper_inf(a.period)`,
    [line.id],
  );
  if (extended > 0) await tellOnce(tx, booking.id, `Overdue: ${line.title} is not back yet`);
}

async function moveElsewhere(tx: EntityManager, { id, booking_id, title }: LaterAllocation): Promise<void> {
  const moved = await sqlOne<{ unit_id: string }>(
    tx,
    `update allocation a set unit_id = other.id
     from (select unit_id, period, moves_to from allocation where id = $1) mine
     join unit u on u.id = mine.unit_id
     cross join lateral (
       select f.id from free_units(mine.period, mine.moves_to) f
       where f.bookable_id = u.bookable_id and f.location_id = u.location_id and f.kind = u.kind
       order by f.id limit 1) other
     where a.id = $1
     returning a.unit_id`,
    [id],
  );
  await tellOnce(
    tx,
    booking_id,
    moved ? `Another unit was assigned: ${title}` : `At risk: the unit for ${title} is not back yet`,
  );
}

/** Told once, however often the timer looks; a booking that somebody is just changing is told the next time. */
async function tellOnce(tx: EntityManager, bookingId: string, title: string): Promise<void> {
  const known = await sqlOne(
    tx,
    `select 1 from booking b left join booking_change c on c.booking_id = b.id and c.title = $2 where b.id = $1 and c.title is not null`,
    [bookingId, title],
  );
  if (known) return;
  const locked = await lockBooking(tx, bookingId);
  if (locked) await recordChange(tx, locked.booking, title);
}
