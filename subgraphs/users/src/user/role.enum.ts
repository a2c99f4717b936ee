import type { Role } from '@fleetgraph/schema/roles';
import { registerEnumType } from 'type-graphql';

const DESCRIPTIONS: Readonly<Record<Role, string>> = {
  CUSTOMER: 'Books and pays for themselves.',
  DRIVER: 'Drives what others booked.',
  TECHNICIAN: 'Works in a workshop.',
  AGENT: 'Serves customers at a branch.',
  FLEET_MANAGER: 'Keeps the fleet: adds, edits, retires.',
  FINANCE: 'Reads payments and the ledger, refunds by hand.',
  ANALYST: 'Reads every measure.',
  PARTNER_ADMIN: 'Books for, and sees the numbers of, their own organisation.',
  PARTNER_CLIENT: "A partner's program.",
  SUPPORT: 'Helps customers: sees and changes their bookings.',
  ADMIN: 'Assigns roles, suspends, sees everything.',
};

/** The graph's enum of roles; keys and values are equal. */
export const RoleEnum = Object.fromEntries(Object.keys(DESCRIPTIONS).map((role) => [role, role]));

registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'What a person or client is here to do; each role allows a fixed set of scopes.',
  valuesConfig: Object.fromEntries(Object.entries(DESCRIPTIONS).map(([role, description]) => [role, { description }])),
});
