import { sqlOne } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { defineJob, type Job, schedule } from '@fleetgraph/kit/jobs/schedule';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingSettings } from '../../config.js';
import { keepOverdueUnit } from '../hand-over/keep-overdue-unit.js';
import type { Booking } from '../model/booking.entity.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import { BookableKind, BookingState } from '../model/line-state.js';
import { type LockedBooking, lockBooking } from '../model/lock-booking.js';
import { releaseLines } from '../model/release-lines.js';
import { completeLine } from './complete-line.js';
import { moveLine } from './move-line.js';

interface LineTimer {
  readonly lineId: string;
}

const OVERDUE_CHECK_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;

/** What happens to a line when its time is over: done, not shown up for, or overdue. */
export const lineTimer: Job<LineTimer> = defineJob<LineTimer>({
  name: 'end-line',
  run: async (em, { lineId }) => {
    const row = await sqlOne<{ booking_id: string }>(em, 'select booking_id from booking_line where id = $1', [lineId]);
    if (!row) return;
    await transact(em, async (tx) => {
      const locked = await lockBooking(tx, row.booking_id);
      const line = locked?.booking.lines.getItems().find(({ id }) => id === lineId);
      if (locked && line) await endLine(tx, locked, line);
    });
  },
});

/** Sets a timer for the end of each line, in the transaction that confirms them. */
export async function scheduleLineTimers(
  tx: EntityManager,
  booking: Booking,
  { settings, now }: { settings: BookingSettings; now: Date },
): Promise<void> {
  for (const { id, endsAt } of booking.lines) {
    const runAt = endsAt ?? new Date(now.getTime() + settings.collectGoodsHours * HOUR_MS);
    await schedule(tx, lineTimer, { lineId: id }, { runAt, key: id });
  }
}

async function endLine(tx: EntityManager, locked: LockedBooking, line: BookingLine): Promise<void> {
  const isCar = line.kind === BookableKind.CAR;
  if (isCar && line.state === BookingState.IN_USE) {
    await keepOverdueUnit(tx, locked, line);
    // It may stay out for long, and what stands behind it moves nearer.
    await schedule(
      tx,
      lineTimer,
      { lineId: line.id },
      { runAt: new Date(locked.now.getTime() + OVERDUE_CHECK_MS), key: line.id },
    );
    return;
  }
  if (isCar && line.state === BookingState.CONFIRMED) {
    await moveLine(tx, locked, { line, to: BookingState.NO_SHOW, title: `Not picked up: ${line.title}` });
    await releaseLines(tx, [line]);
    return;
  }
  if (line.state === BookingState.CONFIRMED || line.state === BookingState.IN_USE) await completeLine(tx, locked, line);
}
