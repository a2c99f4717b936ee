import type { BookingSettings } from '@fleetgraph/bookings/config';
import type { SubgraphOptions } from '@fleetgraph/kit/config/subgraph-options';
import { type UsersSettings, usersSettings } from '@fleetgraph/users/config';
import { CLIENT_IDS } from './demo-accounts.js';
import { LOOPBACK } from './free-port.js';
import type { Secrets } from './secrets.js';
import type { SubgraphName } from './subgraph-names.js';

/** Settings of single subgraphs that a test may want otherwise. */
export interface SubgraphSettings {
  bookings?: Partial<BookingSettings>;
  users?: Partial<UsersSettings>;
  /** Age in seconds after which payments looks up at the provider what is unfinished. */
  repairAfterSeconds?: number;
}

/** All that subgraphs need to know of the system around them. */
export interface Surroundings {
  secrets: Secrets;
  publicUrl: string;
  ports: Readonly<Record<SubgraphName, number>>;
  databaseUrls: Readonly<Record<SubgraphName | 'event_log', string>>;
  kafkaBrokers: readonly string[];
  smtpUrl: string;
  stripeUrl: string;
  logLevel: string;
  logDestination: string;
  settings: SubgraphSettings;
}

/** The options of each subgraph's `startX`; all of it can be sent to another process. */
export function configureSubgraphs(around: Surroundings) {
  const { secrets, publicUrl, ports } = around;
  const usersUrl = `http://${LOOPBACK}:${ports.users}`;
  const shared = (name: SubgraphName): SubgraphOptions => ({
    port: ports[name],
    host: LOOPBACK,
    databaseUrl: around.databaseUrls[name],
    eventLogUrl: around.databaseUrls.event_log,
    kafkaBrokers: around.kafkaBrokers,
    issuer: issuerOf(publicUrl),
    jwksUrl: `${usersUrl}/oidc/jwks`,
    audience: audienceOf(publicUrl),
    routerSignatureSecrets: [secrets.routerSignature],
    logLevel: around.logLevel,
    logDestination: around.logDestination,
  });
  const client = (id: string, secret: string) => ({
    serviceClient: { id, secret, tokenUrl: `${usersUrl}/oidc/token` },
  });
  const smtp = new URL(around.smtpUrl);
  const stripe = new URL(around.stripeUrl);
  return {
    users: { ...shared('users'), users: { ...usersSettings([secrets.users]), ...around.settings.users } },
    fleet: { ...shared('fleet'), publicUrl },
    bookings: { ...shared('bookings'), ...around.settings.bookings },
    payments: {
      ...shared('payments'),
      ...client(CLIENT_IDS.payments, secrets.paymentsClient),
      stripe: {
        secretKey: secrets.stripeSecretKey,
        publishableKey: secrets.stripePublishableKey,
        host: stripe.hostname,
        port: Number(stripe.port),
        protocol: 'http' as const,
      },
      webhookSecrets: [secrets.stripeWebhook],
      publicUrl,
      documentSecret: secrets.documents,
      usersUrl: `${usersUrl}/graphql`,
      ...(around.settings.repairAfterSeconds === undefined
        ? {}
        : { repairAfterSeconds: around.settings.repairAfterSeconds }),
    },
    notifications: {
      ...shared('notifications'),
      ...client(CLIENT_IDS.notifications, secrets.notificationsClient),
      usersUrl: `${usersUrl}/graphql`,
      smtp: { host: smtp.hostname, port: Number(smtp.port), secure: false },
      mailFrom: 'Fleetgraph <no-reply@fleetgraph.example>',
      publicUrl,
    },
    analytics: shared('analytics'),
  };
}

/** The options of every subgraph. */
export type SubgraphConfigurations = ReturnType<typeof configureSubgraphs>;

/** Issuer of the tokens of a system. */
export function issuerOf(publicUrl: string): string {
  return `${publicUrl}/oidc`;
}

/** Audience of the tokens of a system. */
export function audienceOf(publicUrl: string): string {
  return `${publicUrl}/graphql`;
}
