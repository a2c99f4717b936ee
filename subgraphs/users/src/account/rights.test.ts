import { ROLE_SCOPES, type Role } from '@fleetgraph/schema/roles';
import { describe, expect, it } from '@jest/globals';
import { SCOPES_OF_CLIENT_KIND, scopesOfPerson } from './rights.js';

// The table's own type keeps its keys.
const roles = Object.keys(ROLE_SCOPES) as Role[];

describe('the rights matrix', () => {
  it.each(roles)('never lets %s pay before the address is confirmed', (role) => {
    expect(scopesOfPerson({ roles: [role], isEmailVerified: false }).has('payments:own')).toBe(false);
    expect(scopesOfPerson({ roles: [role], isEmailVerified: true })).toEqual(new Set(ROLE_SCOPES[role]));
  });

  it('gives addresses of people to services only', () => {
    for (const role of roles)
      expect(scopesOfPerson({ roles: [role], isEmailVerified: true }).has('users:contact')).toBe(false);
    const kinds = Object.entries(SCOPES_OF_CLIENT_KIND).filter(([, scopes]) => scopes.has('users:contact'));
    expect(kinds.map(([kind]) => kind)).toEqual(['SERVICE']);
  });

  it('lets nobody but admins assign roles', () => {
    const able = roles.filter((role) => scopesOfPerson({ roles: [role], isEmailVerified: true }).has('users:write'));
    expect(able).toEqual(['ADMIN']);
  });

  it('adds up over several roles', () => {
    const scopes = scopesOfPerson({ roles: ['FINANCE', 'TECHNICIAN'], isEmailVerified: true });
    expect(scopes.has('ledger:read') && scopes.has('workshop:write')).toBe(true);
  });
});
