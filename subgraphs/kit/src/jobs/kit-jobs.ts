import { sqlRun } from '../database/sql.js';
import { defineJob } from './schedule.js';

/** Published events stay for two weeks: long enough to see what was sent when something is doubted. */
const purgeOutbox = defineJob({
  name: 'purge-outbox',
  cron: '7 3 * * *',
  run: async (em) => {
    await sqlRun(em, `delete from outbox where published_at < now() - interval '14 days'`);
  },
});

/** Longer than the outbox keeps events, so that nothing published again can take effect again. */
const purgeInbox = defineJob({
  name: 'purge-inbox',
  cron: '17 3 * * *',
  run: async (em) => {
    await sqlRun(em, `delete from inbox where handled_at < now() - interval '90 days'`);
  },
});

/** Keys are promised for 24 hours and kept for 48, so that a client's late retry still finds its answer. */
const purgeIdempotencyKeys = defineJob({
  name: 'purge-idempotency-keys',
  cron: '27 * * * *',
  run: async (em) => {
    await sqlRun(em, `delete from idempotency_key where created_at < now() - interval '48 hours'`);
  },
});

/** What keeps the kit's own tables small; runs in every subgraph. */
export const kitJobs = [purgeOutbox, purgeInbox, purgeIdempotencyKeys];
