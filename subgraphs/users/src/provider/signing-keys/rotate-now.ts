import { connect } from '@fleetgraph/kit/database/connect';
import { loadConfig } from '../../config.js';
import { deriveSecrets } from '../../secrets/derive-secrets.js';
import { rotateSigningKeys } from './signing-keys.js';

const SENTENCES = {
  created: 'There was no successor: one is published now. Run this again in 15 minutes.',
  rotated: 'Rotated: the successor signs, its own successor is published, the old key verifies for two more days.',
  tooEarly: 'Nothing was changed: the successor has been published for less than 15 minutes.',
};

// `npm run rotate-keys`: the same rotation that the job makes each month, at once, with the environment of the process.
const { databaseUrl, users } = loadConfig();
const orm = await connect({
  url: databaseUrl,
  entities: [],
  migrations: [],
  applicationName: 'fleetgraph-rotate-keys',
});
try {
  console.log(SENTENCES[await rotateSigningKeys(orm.em.fork(), deriveSecrets(users.secrets))]);
} finally {
  await orm.close();
}
