import { ROLE_SCOPES, type Role, scopesOfRoles } from '@fleetgraph/schema/roles';
import { isScope, SCOPES, type Scope } from '@fleetgraph/schema/scopes';

/** What decides what a person's token may carry. */
export interface Standing {
  readonly roles: readonly Role[];
  readonly isEmailVerified: boolean;
}

/** Kinds of API clients; equal to the table's check constraint. */
export type ClientKind = 'WEB' | 'NATIVE' | 'PARTNER' | 'SERVICE';

/** Scopes that wait until the e-mail address is confirmed (U-02). */
const VERIFIED_ONLY: ReadonlySet<Scope> = new Set(['payments:own']);

/** Every scope a person's token may carry: by role, and by what was proved so far. */
export function scopesOfPerson({ roles, isEmailVerified }: Standing): ReadonlySet<Scope> {
  const allowed = scopesOfRoles(roles);
  return isEmailVerified ? allowed : new Set([...allowed].filter((scope) => !VERIFIED_ONLY.has(scope)));
}

/**
 * Every scope a client may be given, by its kind. Apps for people may ask for all that people can have; a partner's
 * machine gets what `PARTNER_CLIENT` may; services also reach what no person can.
 */
export const SCOPES_OF_CLIENT_KIND: Readonly<Record<ClientKind, ReadonlySet<Scope>>> = {
  WEB: new Set(Object.values(ROLE_SCOPES).flat()),
  NATIVE: new Set(Object.values(ROLE_SCOPES).flat()),
  PARTNER: new Set(ROLE_SCOPES.PARTNER_CLIENT),
  SERVICE: new Set(Object.keys(SCOPES).filter(isScope)),
};

/** Roles in a machine's token: a partner's client acts as one, a service has scopes only. */
export const ROLES_OF_CLIENT_KIND: Readonly<Record<ClientKind, readonly Role[]>> = {
  WEB: [],
  NATIVE: [],
  PARTNER: ['PARTNER_CLIENT'],
  SERVICE: [],
};
