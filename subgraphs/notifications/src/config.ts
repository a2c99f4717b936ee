import { parseEnv } from '@fleetgraph/kit/config/parse-env';
import { type SubgraphOptions, subgraphEnv, subgraphOptions } from '@fleetgraph/kit/config/subgraph-options';
import { z } from 'zod';

/** A mail server. */
export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** True: TLS from the first byte; false: STARTTLS where the server offers it. */
  readonly secure: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/** What notifications needs to run. */
export interface NotificationsOptions extends SubgraphOptions {
  /** Address of the users subgraph's graph. */
  readonly usersUrl: string;
  readonly smtp: SmtpOptions;
  /** Sender of all mails. */
  readonly mailFrom: string;
  /** Origin of the web app, for links. */
  readonly publicUrl: string;
}

/** Reads the environment; the only place of this subgraph that does. */
export function loadConfig(): NotificationsOptions {
  const env = parseEnv({
    ...subgraphEnv,
    USERS_URL: z.url(),
    SMTP_HOST: z.string(),
    SMTP_PORT: z.coerce.number().int().default(587),
    SMTP_SECURE: z.stringbool().default(false),
    SMTP_USER: z.string().optional(),
    SMTP_PASSWORD: z.string().optional(),
    MAIL_FROM: z.string(),
    PUBLIC_URL: z.url(),
  });
  const { SMTP_USER: user, SMTP_PASSWORD: pass } = env;
  return {
    ...subgraphOptions(env),
    usersUrl: env.USERS_URL,
    smtp: {
      host: env.SMTP_HOST,
      port: env.SMTP_PORT,
      secure: env.SMTP_SECURE,
      ...(user && pass ? { auth: { user, pass } } : {}),
    },
    mailFrom: env.MAIL_FROM,
    publicUrl: env.PUBLIC_URL,
  };
}
