import { defineJob } from '@fleetgraph/kit/jobs/schedule';
import { announceEnds } from './announce-ends.js';
import { expireDueHolds } from './expire-holds.js';

/** Announces holds that end soon and ends those that have run out: no hold stands five seconds past its end. */
export const sweepHolds = defineJob({
  name: 'sweep-holds',
  everySeconds: 1,
  run: async (em) => {
    await announceEnds(em);
    await expireDueHolds(em);
  },
});
