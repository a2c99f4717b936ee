import type { Scope } from './scopes.js';

const CUSTOMER: readonly Scope[] = ['profile:read', 'profile:write', 'bookings:own', 'payments:own', 'vehicles:own'];

/**
 * What each role may do (U-05): the one table from which tokens get their scopes.
 * A token never carries more than its role allows, whatever the client asks for.
 */
export const ROLE_SCOPES = {
  CUSTOMER,
  DRIVER: CUSTOMER,
  TECHNICIAN: [...CUSTOMER, 'fleet:read', 'workshop:write'],
  AGENT: [...CUSTOMER, 'bookings:read', 'bookings:write', 'fleet:read', 'payments:read', 'users:read'],
  FLEET_MANAGER: [...CUSTOMER, 'bookings:read', 'fleet:read', 'fleet:write', 'workshop:write'],
  FINANCE: [...CUSTOMER, 'bookings:read', 'payments:read', 'payments:refund', 'ledger:read', 'analytics:read'],
  ANALYST: [...CUSTOMER, 'analytics:read'],
  PARTNER_ADMIN: [...CUSTOMER, 'bookings:read', 'bookings:write', 'analytics:aggregate', 'clients:write'],
  PARTNER_CLIENT: ['bookings:own', 'payments:own', 'bookings:read', 'bookings:write', 'analytics:aggregate'],
  SUPPORT: [
    ...CUSTOMER,
    'bookings:read',
    'bookings:write',
    'fleet:read',
    'payments:read',
    'users:read',
    'notifications:read',
  ],
  ADMIN: [
    ...CUSTOMER,
    'bookings:read',
    'bookings:write',
    'fleet:read',
    'fleet:write',
    'workshop:write',
    'payments:read',
    'payments:refund',
    'ledger:read',
    'users:read',
    'users:write',
    'clients:write',
    'notifications:read',
    'analytics:read',
  ],
} as const satisfies Record<string, readonly Scope[]>;

/** One role name; equal to the graph's enum `Role`. */
export type Role = keyof typeof ROLE_SCOPES;

/** True for a name of the table above. */
export const isRole = (name: string): name is Role => Object.hasOwn(ROLE_SCOPES, name);

/** All scopes of several roles together. */
export function scopesOfRoles(roles: readonly Role[]): ReadonlySet<Scope> {
  return new Set(roles.flatMap((role) => ROLE_SCOPES[role]));
}
