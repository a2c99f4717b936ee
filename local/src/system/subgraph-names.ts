/** The six subgraphs, in the order in which they are started. */
export const SUBGRAPH_NAMES = ['users', 'fleet', 'bookings', 'payments', 'notifications', 'analytics'] as const;

/** One subgraph. */
export type SubgraphName = (typeof SUBGRAPH_NAMES)[number];
