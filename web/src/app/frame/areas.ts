import type { Role } from '../../graphql/__generated__/graphql.js';

/** An area beyond the customer's own. */
export type Area = 'desk' | 'partner' | 'numbers';

const DOORS: Readonly<Record<Area, readonly Role[]>> = {
  desk: ['AGENT', 'TECHNICIAN', 'FLEET_MANAGER', 'FINANCE', 'SUPPORT', 'ADMIN'],
  partner: ['PARTNER_ADMIN'],
  numbers: ['ANALYST', 'FINANCE', 'ADMIN'],
};

/** The areas that exist for somebody with these roles; the graph refuses the rest anyway. */
export function areasOf(roles: readonly Role[]): Area[] {
  // Object.keys forgets the literal type of its keys.
  return (Object.keys(DOORS) as Area[]).filter((area) => DOORS[area].some((role) => roles.includes(role)));
}
