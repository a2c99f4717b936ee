/** Every scope that a token can carry, with what it allows (U-08). A scope is needed *and* ownership of the row. */
export const SCOPES = {
  'profile:read': 'Read the own profile.',
  'profile:write': 'Edit the own profile.',
  'bookings:own': 'Hold, read and cancel own bookings.',
  'payments:own': 'Pay own bookings; granted once the e-mail address is confirmed.',
  'vehicles:own': 'Register and read own vehicles.',
  'bookings:read': "Read bookings of others: all of them for staff, the own organisation's for partners.",
  'bookings:write': "Hold, hand over and cancel for others: all for staff, the own organisation's for partners.",
  'fleet:read': 'Read vehicles, units and stock as staff.',
  'fleet:write': 'Add, edit and retire what can be booked; import.',
  'workshop:write': 'Move maintenance jobs along.',
  'payments:read': 'Read payments, refunds and invoices of others.',
  'payments:refund': 'Refund by hand.',
  'ledger:read': 'Read the ledger.',
  'users:read': 'List and read persons.',
  'users:write': 'Assign roles, suspend.',
  'clients:write': "Create API clients and renew their secrets: any for staff, the own organisation's for partners.",
  'users:contact': 'Ask for the address a message goes to; only for services.',
  'notifications:read': 'Read what was sent to others, with the reason of what was not.',
  'analytics:read': 'Read every measure.',
  'analytics:aggregate': "Read aggregates of the own organisation's rows.",
} as const satisfies Record<string, string>;

/** One scope name. */
export type Scope = keyof typeof SCOPES;

/** True for a name of the table above. */
export const isScope = (name: string): name is Scope => Object.hasOwn(SCOPES, name);
