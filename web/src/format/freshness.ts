/** How fresh what is shown is. */
export type Freshness = { state: 'connecting' | 'live' | 'reconnecting' | 'refused' } | { state: 'stale'; since: Date };
