import { consume } from '@fleetgraph/kit/events/consume';
import { type BookedLine, BookingCancelledSchema, BookingConfirmedSchema } from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { nextJobStates } from './job-transitions.js';
import { MaintenanceJob, MaintenanceJobState } from './maintenance-job.entity.js';
import { moveJob, openJob } from './move-job.js';

/** A paid appointment for a vehicle opens a job; its cancellation cancels the job, unless work has begun. */
export const onBookingJobs = consume(
  [BookingConfirmedSchema, BookingCancelledSchema],
  'fleet.open-maintenance-jobs',
  async (em, event) => {
    if (event.$typeName === 'fleetgraph.bookings.v1.BookingConfirmed') {
      for (const line of event.lines) await open(em, line);
    } else {
      for (const { line } of event.lines) if (line !== undefined) await cancel(em, line);
    }
  },
);

async function open(
  em: EntityManager,
  { kind, lineId: id, customerVehicleId: vehicleId, locationId }: BookedLine,
): Promise<void> {
  if (kind === 'WORKSHOP' && vehicleId !== '') await openJob(em, { id, vehicleId, locationId });
}

async function cancel(em: EntityManager, { lineId: id }: BookedLine): Promise<void> {
  const job = await em.findOne(MaintenanceJob, { id });
  const to = MaintenanceJobState.CANCELLED;
  if (job !== null && nextJobStates(job.state).includes(to))
    await moveJob(em, { id, expectedVersion: job.version, to });
}
