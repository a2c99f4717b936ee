import { sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import { defineJob } from '@fleetgraph/kit/jobs/schedule';
import { changeState } from '../state/change-state.js';
import { VehicleEvent } from '../state/vehicle-state.js';

/** Reserves a unit shortly before hand-over, if its line still wants it. */
export const reserveUnitJob = defineJob<{ lineId: string; unitId: string }>({
  name: 'reserve-unit',
  maxAttempts: 10, // with growing pauses this reaches past the hand-over
  run: (em, { lineId, unitId }) =>
    transact(em, async (tx) => {
      const wanted = await sqlRun(
        tx,
        `update unit_assignment set status = 'RESERVED' where line_id = $1 and unit_id = $2 and status = 'ASSIGNED'`,
        [lineId, unitId],
      );
      if (wanted === 0) return;
      const reservation = {
        vehicleId: unitId,
        event: VehicleEvent.RESERVATION_START,
        reason: `line ${lineId}`,
        actor: 'bookings',
      };
      await changeState(tx, reservation);
    }).catch((error: unknown) => {
      // Still out with the customer before: the hand-over itself will say what happens. Undone, the assignment stays.
      if (!(error instanceof IllegalTransition)) throw error;
    }),
});
