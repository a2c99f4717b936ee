import { sqlRun } from '@fleetgraph/kit/database/sql';
import { defineJob } from '@fleetgraph/kit/jobs/schedule';

/** Quotes that nobody can hold any more are kept for a day, for questions, then forgotten. */
export const purgeQuotes = defineJob({
  name: 'purge-quotes',
  cron: '37 * * * *',
  run: async (em) => {
    await sqlRun(em, `delete from quote where expires_at < now() - interval '1 day'`);
  },
});
