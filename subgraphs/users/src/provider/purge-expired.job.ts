import { defineJob } from '@fleetgraph/kit/jobs/schedule';
import { purgeExpiredRecords } from './oidc-record.adapter.js';

/** Deletes sessions, codes, tokens, links and throttle rows that ran out. */
export const purgeExpiredJob = defineJob({
  name: 'purge-expired',
  cron: '*/10 * * * *',
  async run(em, _payload, { logger }) {
    logger.debug({ records: await purgeExpiredRecords(em) }, 'expired records purged');
  },
});
