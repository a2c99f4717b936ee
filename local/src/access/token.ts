import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse, readFolder, readPort } from '../command-line.js';
import { StartRefused } from '../launch/start-refused.js';
import { CLIENT_IDS, DEMO_PEOPLE, PARTNER_SCOPES } from '../system/demo-accounts.js';
import { readSecrets, SECRETS_FILE } from '../system/secrets.js';
import { folderOfSystem } from '../system/system-registry.js';
import { signIn, signInClient } from './sign-in.js';

const HELP = `npm run token -- ACCOUNT [--port N] [--data DIR]      prints an access token of a demo account

  ACCOUNT   ${[...Object.keys(DEMO_PEOPLE), 'partner'].join(', ')}`;

const isPerson = (name: string): name is keyof typeof DEMO_PEOPLE => Object.hasOwn(DEMO_PEOPLE, name);

try {
  const flags = { port: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parse(process.argv.slice(2), flags, true);
  if (values.help === true) console.log(HELP);
  else {
    const port = readPort(values.port);
    const folder = values.data ?? folderOfSystem(port);
    console.log(await tokenOf(positionals[0], port, readFolder(folder)));
  }
} catch (error) {
  console.error(error instanceof StartRefused ? error.message : error);
  process.exit(1);
}

async function tokenOf(account: string | undefined, port: number, folder: string): Promise<string> {
  const issuer = `http://localhost:${port}/oidc`;
  await requireSystem(issuer);
  if (account === 'partner') {
    if (!existsSync(join(folder, SECRETS_FILE))) {
      throw new StartRefused(
        `${folder} is not the data folder of the system at port ${port}: name it with --data DIR.`,
      );
    }
    return signInClient(
      issuer,
      { id: CLIENT_IDS.partner, secret: readSecrets(folder).partnerClient },
      PARTNER_SCOPES.join(' '),
    );
  }
  if (account === undefined || !isPerson(account)) {
    throw new StartRefused(
      `${account === undefined ? 'Name an account' : `There is no account "${account}"`}.\n\n${HELP}`,
    );
  }
  return (await signIn(issuer, DEMO_PEOPLE[account])).access_token;
}

async function requireSystem(issuer: string): Promise<void> {
  const isThere = await fetch(`${issuer}/.well-known/openid-configuration`).then(
    ({ ok }) => ok,
    () => false,
  );
  const { host } = new URL(issuer);
  if (!isThere) {
    throw new StartRefused(
      `No Fleetgraph answers at ${host}: start it with npm start, or name its port with --port N.`,
    );
  }
}
