import type { EventTransport } from '@fleetgraph/kit/events/transport/transport';
import type { SubgraphConfigurations } from '../configure-subgraphs.js';
import type { SubgraphName } from '../subgraph-names.js';

/** What can be done with a subgraph that runs in this process. */
export interface StartedSubgraph {
  url: string;
  stop(): Promise<void>;
}

/** Starts one subgraph in this process; only its own code is loaded. */
export async function startSubgraph(
  name: SubgraphName,
  all: SubgraphConfigurations,
  transport?: EventTransport,
): Promise<StartedSubgraph> {
  const shared = transport === undefined ? {} : { transport };
  switch (name) {
    case 'users':
      return (await import('@fleetgraph/users/main')).startUsers({ ...all.users, ...shared });
    case 'fleet':
      return (await import('@fleetgraph/fleet/main')).startFleet({ ...all.fleet, ...shared });
    case 'bookings':
      return (await import('@fleetgraph/bookings/main')).startBookings({ ...all.bookings, ...shared });
    case 'payments':
      return (await import('@fleetgraph/payments/main')).startPayments({ ...all.payments, ...shared });
    case 'notifications':
      return (await import('@fleetgraph/notifications/main')).startNotifications({ ...all.notifications, ...shared });
    case 'analytics':
      return (await import('@fleetgraph/analytics/main')).startAnalytics({ ...all.analytics, ...shared });
  }
}
