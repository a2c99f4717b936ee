import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { record } from '@fleetgraph/kit/events/record';
import { EmailVerifiedSchema, UserRegisteredSchema } from '@fleetgraph/schema/events/users_pb';
import type { Role } from '@fleetgraph/schema/roles';
import type { Scope } from '@fleetgraph/schema/scopes';
import type { EntityManager } from '@mikro-orm/postgresql';
import { hashPassword } from '../account/password/hash-password.js';
import { foldEmail } from '../account/register/fold-email.js';
import type { ClientKind } from '../account/rights.js';
import { addClientSecret, clientSecretDigest } from '../api-client/client-secret.js';
import { deriveSecrets, type Secrets } from '../secrets/derive-secrets.js';

/** A person who is to exist. */
export interface SeedAccount {
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Name of the partner; needed by a partner's people. */
  readonly organisation?: string;
  readonly isEmailVerified: boolean;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly currency?: string;
}

/** A program that is to exist. */
export interface SeedClient {
  readonly id: string;
  readonly kind: ClientKind;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** For partners and services; at least 32 characters. */
  readonly secret?: string;
  /** Name of the partner; for its clients only. */
  readonly organisation?: string;
  readonly redirectUris?: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
}

/** Everything that is to exist after seeding. */
export interface Seed {
  /** The subgraph's configured secrets, so that client secrets are kept as it expects them. */
  readonly secrets: readonly string[];
  readonly accounts: readonly SeedAccount[];
  readonly clients: readonly SeedClient[];
}

/** Ids of what was asked for, by e-mail address and by name. */
export interface Seeded {
  readonly userIds: Readonly<Record<string, string>>;
  readonly organisationIds: Readonly<Record<string, string>>;
}

/**
 * Makes sure that people, partners and clients exist. Safe to repeat: who exists keeps password, profile and roles;
 * clients get the given addresses and scopes, and the given secret in addition to those they have.
 */
export async function seedAccounts(em: EntityManager, { secrets, accounts, clients }: Seed): Promise<Seeded> {
  const organisationIds: Record<string, string> = {};
  const userIds: Record<string, string> = {};
  await transact(em, async (tx) => {
    for (const { organisation } of [...accounts, ...clients]) {
      if (organisation !== undefined) organisationIds[organisation] ??= await ensureOrganisation(tx, organisation);
    }
    for (const account of accounts) {
      userIds[account.email] = await ensureAccount(tx, account, idOf(organisationIds, account.organisation));
    }
    for (const client of clients) {
      await ensureClient(tx, client, {
        organisationId: idOf(organisationIds, client.organisation),
        secrets: deriveSecrets(secrets),
      });
    }
  });
  return { userIds, organisationIds };
}

const idOf = (ids: Readonly<Record<string, string>>, name: string | undefined): string | null =>
  name === undefined ? null : (ids[name] ?? null);

async function ensureOrganisation(tx: EntityManager, name: string): Promise<string> {
  const existing = await sqlOne<{ id: string }>(tx, 'select id from organisation where name = $1 order by id limit 1', [
    name,
  ]);
  const row =
    existing ?? (await sqlOne<{ id: string }>(tx, 'insert into organisation (name) values ($1) returning id', [name]));
  if (row === undefined) throw new Error('insert … returning gives one row');
  return row.id;
}

async function ensureAccount(tx: EntityManager, account: SeedAccount, organisationId: string | null): Promise<string> {
  const email = foldEmail(account.email);
  const existing = await sqlOne<{ id: string }>(tx, 'select id from person where email = $1', [email]);
  if (existing !== undefined) return existing.id;
  const created = await sqlOne<{ id: string; created_at: Date }>(
    tx,
    `insert into person (email, password_hash, display_name, roles, organisation_id, email_verified_at, locale, time_zone, currency)
     values ($1, $2, $3, $4::text[], $5, case when $6::boolean then clock_timestamp() end, $7, $8, $9) returning id, created_at`,
    [
      email,
      await hashPassword(account.password),
      account.displayName,
      [...account.roles],
      organisationId,
      account.isEmailVerified,
      account.locale ?? 'en',
      account.timeZone ?? 'Europe/Berlin',
      account.currency ?? 'EUR',
    ],
  );
  if (created === undefined) throw new Error('insert … returning gives one row');
  const payload = { userId: created.id, at: timestampFromDate(created.created_at) };
  await record(tx, UserRegisteredSchema, { key: created.id, payload });
  if (account.isEmailVerified) await record(tx, EmailVerifiedSchema, { key: created.id, payload });
  return created.id;
}

async function ensureClient(
  tx: EntityManager,
  client: SeedClient,
  { organisationId, secrets }: { organisationId: string | null; secrets: Secrets },
): Promise<void> {
  await sqlRun(
    tx,
    `insert into api_client (id, kind, name, organisation_id, redirect_uris, post_logout_redirect_uris, scopes)
     values ($1, $2, $3, $4, $5::text[], $6::text[], $7::text[])
     on conflict (id) do update set redirect_uris = excluded.redirect_uris,
       post_logout_redirect_uris = excluded.post_logout_redirect_uris, scopes = excluded.scopes`,
    [
      client.id,
      client.kind,
      client.name,
      organisationId,
      [...(client.redirectUris ?? [])],
      [...(client.postLogoutRedirectUris ?? [])],
      [...client.scopes],
    ],
  );
  if (client.secret === undefined) return;
  if (client.secret.length < 32) throw new Error(`The secret of client ${client.id} needs at least 32 characters.`);
  await addClientSecret(tx, client.id, clientSecretDigest(secrets, client.secret));
}
