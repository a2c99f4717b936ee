import { transact } from '@fleetgraph/kit/database/transact';
import { defineJob, type Job, schedule } from '@fleetgraph/kit/jobs/schedule';
import { expireDueHolds } from './expire-holds.js';

const PAUSE_MS = 3_000;

/**
 * Ends holds whose timer was lost or moved: no hold stands five seconds past its end. Runs again three seconds after it
 * ended; cron starts the chain, and starts it again should it ever break.
 */
export const sweepHolds: Job = defineJob({
  name: 'sweep-holds',
  cron: '* * * * *',
  run: async (em) => {
    await expireDueHolds(em);
    await transact(em, (tx) => schedule(tx, sweepHolds, {}, { runAt: new Date(Date.now() + PAUSE_MS), key: 'next' }));
  },
});
