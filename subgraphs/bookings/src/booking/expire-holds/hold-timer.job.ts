import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { transact } from '@fleetgraph/kit/database/transact';
import { record } from '@fleetgraph/kit/events/record';
import { defineJob, schedule } from '@fleetgraph/kit/jobs/schedule';
import { HoldExpiringSchema } from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingSettings } from '../../config.js';
import { type Booking, HoldState } from '../model/booking.entity.js';
import { lockBooking } from '../model/lock-booking.js';
import { expireDueHolds } from './expire-holds.js';

interface HoldTimer {
  readonly bookingId: string;
  readonly step: 'WARN' | 'EXPIRE';
}

const MINUTE_MS = 60_000;

/** Watches one hold: announces its end, then ends it. */
export const holdTimer = defineJob<HoldTimer>({
  name: 'watch-hold',
  run: async (em, { bookingId, step }) => {
    if (step === 'WARN') await transact(em, (tx) => warn(tx, bookingId));
    else await expireOrWait(em, bookingId);
  },
});

/** Starts the timer of a new hold, in its transaction. */
export function scheduleHoldTimer(
  tx: EntityManager,
  { bookingId, holdExpiresAt, settings }: { bookingId: string; holdExpiresAt: Date; settings: BookingSettings },
): Promise<void> {
  // A hold that is hardly longer than its warning is announced at half time.
  const warning = Math.min(settings.holdWarningMinutes, settings.holdMinutes / 2) * MINUTE_MS;
  const runAt = new Date(holdExpiresAt.getTime() - warning);
  return schedule(tx, holdTimer, { bookingId, step: 'WARN' }, { runAt, key: bookingId, isFirst: true });
}

/** Sets the timer to the present end of the hold. */
export function scheduleExpiry(tx: EntityManager, booking: Booking): Promise<void> {
  return schedule(
    tx,
    holdTimer,
    { bookingId: booking.id, step: 'EXPIRE' },
    { runAt: booking.holdDeadline, key: booking.id },
  );
}

async function warn(tx: EntityManager, bookingId: string): Promise<void> {
  const locked = await lockBooking(tx, bookingId);
  if (locked?.booking.holdState !== HoldState.ACTIVE) return;
  const { booking, now } = locked;
  await scheduleExpiry(tx, booking);
  if (booking.payingUntil !== null || !booking.holdStands(now)) return;
  await record(tx, HoldExpiringSchema, {
    key: booking.id,
    payload: {
      bookingId: booking.id,
      customerId: booking.customerId ?? '',
      holdExpiresAt: timestampFromDate(booking.holdExpiresAt),
      sequence: booking.version,
    },
  });
}

async function expireOrWait(em: EntityManager, bookingId: string): Promise<void> {
  await expireDueHolds(em);
  await transact(em, async (tx) => {
    const locked = await lockBooking(tx, bookingId);
    // Paying moved the end while this waited.
    if (locked?.booking.holdState === HoldState.ACTIVE) await scheduleExpiry(tx, locked.booking);
  });
}
