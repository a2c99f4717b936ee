import { Migration } from '@mikro-orm/migrations';

/** What the OpenID provider remembers: clients, sessions and grants, keys, throttling. */
export class CreateProvider extends Migration {
  override name = 'users-0002-create-provider';

  override up(): void {
    this.addSql(`
      create table api_client (
        id text primary key,
        kind text not null,
        name text not null,
        organisation_id uuid constraint api_client_organisation_fk references organisation,
        redirect_uris text[] not null default '{}',
        post_logout_redirect_uris text[] not null default '{}',
        scopes text[] not null,
        created_at timestamptz not null default now(),
        last_used_at timestamptz,
        disabled_at timestamptz,
        constraint api_client_kind_known check (kind in ('WEB', 'NATIVE', 'PARTNER', 'SERVICE')),
        -- U-06: every partner client carries exactly one organisation.
        constraint api_client_partner_has_organisation check ((kind = 'PARTNER') = (organisation_id is not null))
      )`);
    this.addSql(`
      -- Several live secrets of one client during a rotation (U-07); only keyed digests are kept.
      create table api_client_secret (
        id uuid primary key default uuidv7(),
        client_id text not null constraint api_client_secret_client_fk references api_client on delete cascade,
        digest text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        constraint api_client_secret_unique unique (client_id, digest)
      )`);
    this.addSql(`
      -- Sessions, interactions, codes, grants, refresh tokens; found by a digest, so that a copy of the table signs nobody in.
      create table oidc_record (
        model text not null,
        id_digest text not null,
        payload jsonb not null,
        grant_id text,
        uid text,
        user_code text,
        account_id text,
        consumed_at timestamptz,
        expires_at timestamptz,
        constraint oidc_record_pk primary key (model, id_digest)
      )`);
    this.addSql(`create index oidc_record_by_grant on oidc_record (grant_id) where grant_id is not null`);
    this.addSql(`create index oidc_record_by_uid on oidc_record (model, uid) where uid is not null`);
    this.addSql(`create index oidc_record_by_user_code on oidc_record (model, user_code) where user_code is not null`);
    this.addSql(`create index oidc_record_by_account on oidc_record (account_id) where account_id is not null`);
    this.addSql(`create index oidc_record_by_expiry on oidc_record (expires_at)`);
    this.addSql(`
      create table signing_key (
        kid text primary key,
        state text not null,
        sealed_jwk text not null,
        created_at timestamptz not null default clock_timestamp(),
        activated_at timestamptz,
        retired_at timestamptz,
        constraint signing_key_state_known check (state in ('NEXT', 'ACTIVE', 'RETIRED'))
      )`);
    this.addSql(`
      -- Two processes that rotate at once cannot leave two signers or two successors.
      create unique index signing_key_one_of_each on signing_key (state) where state in ('NEXT', 'ACTIVE')`);
    this.addSql(`
      -- The layout is rate-limiter-flexible's; it addresses columns by position.
      create table throttle (
        key varchar(255) primary key,
        points integer not null default 0,
        expire bigint
      )`);
  }

  override down(): void {
    this.addSql('drop table throttle, signing_key, oidc_record, api_client_secret, api_client');
  }
}
