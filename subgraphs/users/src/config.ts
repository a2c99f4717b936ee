import { commaList, parseEnv } from '@fleetgraph/kit/config/parse-env';
import { type SubgraphOptions, subgraphEnv, subgraphOptions } from '@fleetgraph/kit/config/subgraph-options';
import { z } from 'zod';

/** What users needs beside what every subgraph needs. */
export interface UsersSettings {
  /** Each of at least 32 characters; the first seals and signs, all open: two of them during a rotation. */
  readonly secrets: readonly string[];
  /** Profile of who registers, until they change it. */
  readonly newcomer: { readonly timeZone: string; readonly currency: string };
  /** How many proxies in front append to `x-forwarded-for`; the router is one. */
  readonly trustedProxies: number;
  /** Most registrations, and mails asked for, from one network address in an hour. */
  readonly requestsPerHour: number;
  /** How long a process may sign with the keys it knows before it looks for others. */
  readonly keyTrustMs: number;
}

/** Everything that a users process needs to run. */
export interface UsersOptions extends SubgraphOptions {
  readonly users: UsersSettings;
}

/** Settings that fit everywhere, for the secrets that never do. */
export const usersSettings = (secrets: readonly string[]): UsersSettings => ({
  secrets,
  newcomer: { timeZone: 'Europe/Berlin', currency: 'EUR' },
  trustedProxies: 1,
  requestsPerHour: 60,
  keyTrustMs: 30_000,
});

/** Reads the environment; `OIDC_ISSUER` is the public origin with `/oidc`, `OIDC_AUDIENCE` an absolute URI. */
export function loadConfig(): UsersOptions {
  const env = parseEnv({
    ...subgraphEnv,
    /** RFC 8707: the audience is also the resource indicator that clients may name. */
    OIDC_AUDIENCE: z.url(),
    /** Seal signing keys, sign links and cookies: comma-separated, the first is used for new things. */
    USERS_SECRETS: commaList.refine((secrets) => secrets.length > 0 && secrets.every((secret) => secret.length >= 32), {
      message: 'needs one or more secrets of at least 32 characters',
    }),
    NEWCOMER_TIME_ZONE: z.string().default('Europe/Berlin'),
    NEWCOMER_CURRENCY: z.string().length(3).default('EUR'),
    TRUSTED_PROXIES: z.coerce.number().int().min(0).default(1),
    REQUESTS_PER_HOUR: z.coerce.number().int().positive().default(60),
    KEY_TRUST_MS: z.coerce.number().int().min(0).default(30_000),
  });
  return {
    ...subgraphOptions(env),
    users: {
      secrets: env.USERS_SECRETS,
      newcomer: { timeZone: env.NEWCOMER_TIME_ZONE, currency: env.NEWCOMER_CURRENCY },
      trustedProxies: env.TRUSTED_PROXIES,
      requestsPerHour: env.REQUESTS_PER_HOUR,
      keyTrustMs: env.KEY_TRUST_MS,
    },
  };
}
