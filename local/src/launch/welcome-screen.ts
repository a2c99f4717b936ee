import { CLIENT_IDS, DEMO_PEOPLE, PARTNER_ORGANISATION } from '../system/demo-accounts.js';
import type { RunningSystem } from '../system/running-system.js';

const QUERY =
  '{ search(filter: { text: "child seat" }) { edges { node { title location { name } rating { average } } } } }';

/** What a person needs to know once everything runs. */
export function welcomeScreen(system: RunningSystem, folder: string): string {
  const people = Object.entries(DEMO_PEOPLE).map(
    ([name, { email, displayName }]) => `  ${name.padEnd(11)} ${email.padEnd(34)} ${displayName}`,
  );
  return `
Fleetgraph runs.

  Web app        ${system.url}/
  GraphQL        ${system.url}/graphql      (in a browser: GraphiQL, at /developers)
  Mailbox        ${system.url}/mailbox      (every mail that is sent)
  Payments       ${system.url}/sandbox      (test card 4242 4242 4242 4242)

Accounts, all with the password "${DEMO_PEOPLE.customer.password}":
${people.join('\n')}
  partner     client ${CLIENT_IDS.partner} of ${PARTNER_ORGANISATION}
              secret ${system.secrets.partnerClient}

Try:
  curl -s ${system.url}/graphql -H 'content-type: application/json' \\
    -d '${JSON.stringify({ query: QUERY })}'
  npm run -s token -- customer${system.url.endsWith(':4000') ? '' : ` --port ${new URL(system.url).port}`}

Data in ${folder}, log in ${system.logFile}.
Ctrl-C stops everything; npm start goes on where it was.
`;
}
