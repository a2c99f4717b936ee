import { z } from 'zod';
import type { EventTransport } from '../events/transport/transport.js';
import { commaList, type parseEnv } from './parse-env.js';

/** A machine account at the OpenID provider, for calls from one subgraph to another. */
export interface ServiceClient {
  readonly id: string;
  readonly secret: string;
  /** Token endpoint of the provider. */
  readonly tokenUrl: string;
}

/** What every subgraph needs to run; made by its `config.ts` or by the local launcher. */
export interface SubgraphOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** Largest number of connections of the request pool. */
  readonly databasePoolMax?: number;
  /** Database of the embedded event log; used when there are no Kafka brokers. */
  readonly eventLogUrl?: string;
  readonly kafkaBrokers: readonly string[];
  /** A transport that this process already has; else one is opened from the two options above. */
  readonly transport?: EventTransport;
  /** Issuer of access tokens, exactly as in their `iss`. */
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  /** The first signs, all verify: two of them during a rotation. */
  readonly routerSignatureSecrets: readonly string[];
  readonly serviceClient?: ServiceClient;
  readonly logLevel: string;
  /** Path of a file for the log; absent: standard output. */
  readonly logDestination?: string;
}

/** The part of the environment that is the same for every subgraph; spread it into `parseEnv`. */
export const subgraphEnv = {
  PORT: z.coerce.number().int().min(0).max(65535).default(0),
  HOST: z.string().default('0.0.0.0'),
  DATABASE_URL: z.url(),
  DATABASE_POOL_MAX: z.coerce.number().int().positive().default(10),
  /** Database of the embedded event log, when KAFKA_BROKERS is not set. */
  EVENT_LOG_URL: z.url().optional(),
  /** host:port of Kafka brokers, comma-separated. */
  KAFKA_BROKERS: commaList.default([]),
  OIDC_ISSUER: z.url(),
  OIDC_JWKS_URL: z.url(),
  OIDC_AUDIENCE: z.string(),
  ROUTER_SIGNATURE_SECRETS: commaList.refine((secrets) => secrets.length > 0 && secrets.every((s) => s.length >= 32), {
    message: 'needs one or more secrets of at least 32 characters',
  }),
  SERVICE_CLIENT_ID: z.string().optional(),
  SERVICE_CLIENT_SECRET: z.string().optional(),
  SERVICE_TOKEN_URL: z.url().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

/** What `parseEnv(subgraphEnv)` gives. */
export type SubgraphEnv = ReturnType<typeof parseEnv<typeof subgraphEnv>>;

/** Turns the shared environment into options. */
export function subgraphOptions(env: SubgraphEnv): SubgraphOptions {
  const { SERVICE_CLIENT_ID: id, SERVICE_CLIENT_SECRET: secret, SERVICE_TOKEN_URL: tokenUrl } = env;
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    databasePoolMax: env.DATABASE_POOL_MAX,
    ...(env.EVENT_LOG_URL === undefined ? {} : { eventLogUrl: env.EVENT_LOG_URL }),
    kafkaBrokers: env.KAFKA_BROKERS,
    issuer: env.OIDC_ISSUER,
    jwksUrl: env.OIDC_JWKS_URL,
    audience: env.OIDC_AUDIENCE,
    routerSignatureSecrets: env.ROUTER_SIGNATURE_SECRETS,
    ...(id && secret && tokenUrl ? { serviceClient: { id, secret, tokenUrl } } : {}),
    logLevel: env.LOG_LEVEL,
  };
}
