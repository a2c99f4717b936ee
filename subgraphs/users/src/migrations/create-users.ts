import { Migration } from '@mikro-orm/migrations';

/** People, organisations, API clients and the links that are mailed. */
export class CreateUsers extends Migration {
  override name = 'users-0001-create-users';

  override up(): void {
    this.addSql(`
      create table organisation (
        id uuid primary key default uuidv7(),
        name text not null,
        created_at timestamptz not null default now()
      )`);
    this.addSql(`
      create table person (
        id uuid primary key default uuidv7(),
        email text not null,
        password_hash text,
        display_name text not null,
        roles text[] not null,
        organisation_id uuid constraint person_organisation_fk references organisation,
        email_verified_at timestamptz,
        suspended_at timestamptz,
        suspension_reason text,
        locale text not null,
        time_zone text not null,
        phone text,
        currency text not null,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        -- The last word on one account an address: two registrations may race.
        constraint person_email_unique unique (email),
        constraint person_email_folded check (email = lower(email)),
        constraint person_roles_not_empty check (cardinality(roles) > 0),
        -- A partner's data scope is its organisation: without one it would be the operator's.
        constraint person_partner_has_organisation
          check (not roles && array['PARTNER_ADMIN', 'PARTNER_CLIENT'] or organisation_id is not null)
      )`);
    this.addSql(`
      -- What a person's profile was before each change (U-10).
      create table profile_change (
        user_id uuid not null constraint profile_change_person_fk references person on delete cascade,
        version integer not null,
        before jsonb not null,
        changed_by text not null,
        changed_at timestamptz not null default now(),
        constraint profile_change_pk primary key (user_id, version)
      )`);
    this.addSql(`
      create table email_verification (
        id uuid primary key default uuidv7(),
        user_id uuid not null constraint email_verification_person_fk references person on delete cascade,
        -- The address belongs to who opens the link, so the password of *that* registration counts.
        password_hash text,
        display_name text,
        requested_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        used_at timestamptz
      )`);
    this.addSql(`create index email_verification_by_user on email_verification (user_id, requested_at desc)`);
    this.addSql(`
      create table password_reset (
        id uuid primary key default uuidv7(),
        user_id uuid not null constraint password_reset_person_fk references person on delete cascade,
        requested_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        used_at timestamptz
      )`);
    this.addSql(`create index password_reset_by_user on password_reset (user_id)`);
  }

  override down(): void {
    this.addSql('drop table password_reset, email_verification, profile_change, person, organisation');
  }
}
