import { InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { possibleTypes } from './__generated__/possible-types.js';

/** The one store of what the graph answered: by type and id; lists grow by cursor. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          offers: relayStylePagination(['input']),
          search: relayStylePagination(['filter']),
          bookings: relayStylePagination(['filter']),
        },
      },
      User: {
        fields: {
          bookings: relayStylePagination(false),
          notifications: relayStylePagination(['unreadOnly']),
        },
      },
      Seat: { keyFields: ['flightId', 'designator'] },
      Metric: { keyFields: ['name'] },
      Money: { keyFields: false },
      ZonedTime: { keyFields: false },
    },
  });
}
