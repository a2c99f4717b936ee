import { commaList, parseEnv } from '@fleetgraph/kit/config/parse-env';
import { type SubgraphOptions, subgraphEnv, subgraphOptions } from '@fleetgraph/kit/config/subgraph-options';
import { z } from 'zod';

/** How to reach the payment provider. */
export interface StripeOptions {
  readonly secretKey: string;
  /** Given to browsers. */
  readonly publishableKey: string;
  /** The three default to Stripe itself; a sandbox speaks the same. */
  readonly host?: string;
  readonly port?: number;
  readonly protocol?: 'http' | 'https';
}

/** What payments needs to run. */
export interface PaymentsOptions extends SubgraphOptions {
  readonly stripe: StripeOptions;
  /** All are tried: two of them while the provider rotates its secret. */
  readonly webhookSecrets: readonly string[];
  /** Origin under which browsers reach the whole: links to documents start with it. */
  readonly publicUrl: string;
  /** Signs links to documents. */
  readonly documentSecret: string;
  /** The graph of users, asked for the name on an invoice; absent: invoices name the customer by id. */
  readonly usersUrl?: string;
  /** Age in seconds after which an unfinished payment or refund is looked up at the provider; default 60. */
  readonly repairAfterSeconds?: number;
}

const isPaymentsOptions = (options: SubgraphOptions): options is PaymentsOptions => 'stripe' in options;

/** Options of a running payments subgraph, as jobs and routes find them in their runtime. */
export function paymentsOptions(options: SubgraphOptions): PaymentsOptions {
  if (!isPaymentsOptions(options)) throw new Error('Payments runs with the options of startPayments().');
  return options;
}

/** Reads the environment; every fault is told at once. */
export function loadConfig(): PaymentsOptions {
  const env = parseEnv({
    ...subgraphEnv,
    STRIPE_SECRET_KEY: z.string(),
    STRIPE_PUBLISHABLE_KEY: z.string(),
    STRIPE_WEBHOOK_SECRETS: commaList.refine((secrets) => secrets.length > 0, { message: 'needs one or more secrets' }),
    /** Address of a sandbox, such as http://127.0.0.1:4242; unset: Stripe itself. */
    STRIPE_URL: z.url().optional(),
    PUBLIC_URL: z.url(),
    DOCUMENT_SECRET: z.string().min(32),
    USERS_URL: z.url().optional(),
    REPAIR_AFTER_SECONDS: z.coerce.number().int().positive().default(60),
  });
  return {
    ...subgraphOptions(env),
    stripe: {
      secretKey: env.STRIPE_SECRET_KEY,
      publishableKey: env.STRIPE_PUBLISHABLE_KEY,
      ...(env.STRIPE_URL === undefined ? {} : addressOf(new URL(env.STRIPE_URL))),
    },
    webhookSecrets: env.STRIPE_WEBHOOK_SECRETS,
    publicUrl: env.PUBLIC_URL,
    documentSecret: env.DOCUMENT_SECRET,
    ...(env.USERS_URL === undefined ? {} : { usersUrl: env.USERS_URL }),
    repairAfterSeconds: env.REPAIR_AFTER_SECONDS,
  };
}

function addressOf({ hostname, port, protocol }: URL): Pick<StripeOptions, 'host' | 'port' | 'protocol'> {
  const isPlain = protocol === 'http:';
  return {
    host: hostname,
    port: port === '' ? (isPlain ? 80 : 443) : Number(port),
    protocol: isPlain ? 'http' : 'https',
  };
}
