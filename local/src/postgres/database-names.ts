/** The databases of one system: one a subgraph, and one for the events between them. */
export const DATABASE_NAMES = [
  'fleet',
  'bookings',
  'payments',
  'users',
  'notifications',
  'analytics',
  'event_log',
] as const;

/** One of the system's databases; its role has the same name. */
export type DatabaseName = (typeof DATABASE_NAMES)[number];
