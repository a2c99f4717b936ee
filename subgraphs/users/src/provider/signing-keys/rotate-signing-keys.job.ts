import { defineJob } from '@fleetgraph/kit/jobs/schedule';
import type { Secrets } from '../../secrets/derive-secrets.js';
import { isRotationDue, rotateSigningKeys } from './signing-keys.js';

/** Looks once a day whether the signer has served its month. */
export const rotateSigningKeysJob = (secrets: Secrets) =>
  defineJob({
    name: 'rotate-signing-keys',
    cron: '20 3 * * *',
    async run(em, _payload, { logger }) {
      if (!(await isRotationDue(em))) return;
      logger.info({ rotation: await rotateSigningKeys(em, secrets) }, 'signing keys looked at');
    },
  });
