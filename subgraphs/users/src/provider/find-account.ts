import { sqlOne } from '@fleetgraph/kit/database/sql';
import type { Role } from '@fleetgraph/schema/roles';
import type { Scope } from '@fleetgraph/schema/scopes';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Account, AccountClaims } from 'oidc-provider';
import { scopesOfPerson } from '../account/rights.js';
import { isUuid } from '../user/is-uuid.js';

interface AccountRow {
  readonly id: string;
  readonly email: string;
  readonly is_verified: boolean;
  readonly display_name: string;
  readonly roles: Role[];
  readonly organisation_id: string | null;
  readonly locale: string;
  readonly time_zone: string;
}

/** A person as the provider sees them, with their rights as they are now. */
export interface PersonAccount extends Account {
  readonly roles: readonly Role[];
  readonly organisation: string | undefined;
  readonly scopes: ReadonlySet<Scope>;
}

/** Looks a person up for the provider; undefined for who does not exist or is kept out, so that nothing is issued. */
export async function findAccount(em: EntityManager, id: string): Promise<PersonAccount | undefined> {
  const row = isUuid(id) ? await loadRow(em, id) : undefined;
  if (row === undefined) return undefined;
  return {
    accountId: row.id,
    roles: row.roles,
    organisation: row.organisation_id ?? undefined,
    scopes: scopesOfPerson({ roles: row.roles, isEmailVerified: row.is_verified }),
    claims: () => claimsOf(row),
  };
}

/** True for an account that `findAccount` made. */
export const isPersonAccount = (account: Account | undefined): account is PersonAccount =>
  account !== undefined && 'roles' in account && 'scopes' in account;

/** What ID token and userinfo may tell; the provider keeps what the granted scopes cover. */
const claimsOf = (row: AccountRow): AccountClaims => ({
  sub: row.id,
  name: row.display_name,
  locale: row.locale,
  zoneinfo: row.time_zone,
  email: row.email,
  email_verified: row.is_verified,
});

const loadRow = (em: EntityManager, id: string) =>
  sqlOne<AccountRow>(
    em,
    `select id, email, email_verified_at is not null as is_verified, display_name, roles, organisation_id, locale, time_zone
       from person where id = $1 and suspended_at is null`,
    [id],
  );
