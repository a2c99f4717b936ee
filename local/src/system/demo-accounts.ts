import type { Role } from '@fleetgraph/schema/roles';
import { SCOPES, type Scope } from '@fleetgraph/schema/scopes';
import type { Secrets } from './secrets.js';

/** A person of the demo system. */
export interface DemoPerson {
  email: string;
  password: string;
  displayName: string;
  roles: readonly Role[];
  organisation?: string;
  locale?: string;
}

/** Everybody's password: the system listens on this machine only. */
const PASSWORD = 'fleetgraph-demo';

/** Name of the demo partner's organisation. */
export const PARTNER_ORGANISATION = 'Alpine Travel';

/** The people by the names that `npm run token` knows; the partner is a program. */
export const DEMO_PEOPLE = {
  customer: person('customer', 'Cleo Kunde', ['CUSTOMER']),
  customer2: { ...person('customer2', 'Kim Kunde', ['CUSTOMER']), locale: 'de' },
  technician: person('technician', 'Toni Techniker', ['TECHNICIAN']),
  agent: person('agent', 'Alex Agent', ['AGENT']),
  finance: person('finance', 'Fay Finance', ['FINANCE']),
  analyst: person('analyst', 'Ana Analyst', ['ANALYST']),
  admin: person('admin', 'Ada Admin', ['ADMIN']),
} as const satisfies Record<string, DemoPerson>;

/** Travellers of the partner, whose bookings make the numbers that analysts and the partner see. */
export const DEMO_CROWD: readonly DemoPerson[] = Array.from({ length: 12 }, (_, index) => ({
  ...person(`traveller${index + 1}`, `Traveller ${index + 1}`, ['CUSTOMER']),
  organisation: PARTNER_ORGANISATION,
}));

function person(name: string, displayName: string, roles: readonly Role[]): DemoPerson {
  return { email: `${name}@fleetgraph.example`, password: PASSWORD, displayName, roles };
}

/** The programs of the system, with what they are for. */
export const CLIENT_IDS = {
  web: 'fleetgraph-web',
  partner: 'alpine-travel',
  payments: 'fleetgraph-payments',
  notifications: 'fleetgraph-notifications',
  loader: 'fleetgraph-loader',
} as const;

/** What the demo partner's program may do. */
export const PARTNER_SCOPES: readonly Scope[] = [
  'bookings:own',
  'payments:own',
  'bookings:read',
  'bookings:write',
  'analytics:aggregate',
];

/** Where the web app gets people back after sign-in. */
export function callbackOf(publicUrl: string): string {
  return `${publicUrl}/auth/callback`;
}

/** Every account and program that a local system has, for users to seed. */
export function seedFor(publicUrl: string, secrets: Secrets) {
  const everyScope = Object.keys(SCOPES) as Scope[]; // Object.keys forgets the keys' type
  const forPeople = everyScope.filter((scope) => scope !== 'users:contact');
  const service = { kind: 'SERVICE', scopes: ['users:contact'] } as const;
  return {
    secrets: [secrets.users],
    accounts: [...Object.values(DEMO_PEOPLE), ...DEMO_CROWD].map((account: DemoPerson) => ({
      ...account,
      isEmailVerified: true,
    })),
    clients: [
      {
        id: CLIENT_IDS.web,
        kind: 'WEB' as const,
        name: 'Fleetgraph web',
        scopes: forPeople,
        redirectUris: [callbackOf(publicUrl)],
        postLogoutRedirectUris: [`${publicUrl}/`],
      },
      {
        id: CLIENT_IDS.partner,
        kind: 'PARTNER' as const,
        name: PARTNER_ORGANISATION,
        organisation: PARTNER_ORGANISATION,
        scopes: PARTNER_SCOPES,
        secret: secrets.partnerClient,
      },
      { ...service, id: CLIENT_IDS.payments, name: 'Payments', secret: secrets.paymentsClient },
      { ...service, id: CLIENT_IDS.notifications, name: 'Notifications', secret: secrets.notificationsClient },
      {
        ...service,
        id: CLIENT_IDS.loader,
        name: 'Demo data',
        scopes: ['fleet:read', 'fleet:write'] as const,
        secret: secrets.loaderClient,
      },
    ],
  };
}
