import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { from, switchMap } from 'rxjs';
import { accessToken, renew } from '../session/session.js';
import { createCache } from './cache.js';
import { liveConnection } from './live-connection.js';
import { nameIds, sendIds } from './persisted.js';
import { PROGRAM } from './program.js';
import { fetchWithClock } from './server-clock.js';

declare module '@apollo/client' {
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface WatchQuery {
        errorPolicy: 'all';
      }
      interface Query {
        errorPolicy: 'all';
      }
    }
  }
}

/** The graph on this origin, over HTTP and, for what is live, over one WebSocket. */
export function createGraphClient(): ApolloClient {
  const send = new HttpLink({ uri: '/graphql', fetch: fetchWithClock });
  const http = ApolloLink.from([renewWhenRefused, authorize, sendIds, send]);
  const live = nameIds.concat(new GraphQLWsLink(liveConnection));
  return new ApolloClient({
    cache: createCache(),
    clientAwareness: PROGRAM,
    link: ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, live, http),
    defaultOptions: { watchQuery: { errorPolicy: 'all' }, query: { errorPolicy: 'all' } },
  });
}

const authorize = new SetContextLink(async ({ headers }) => {
  const token = await accessToken();
  return token === undefined ? { headers } : { headers: { ...headers, authorization: `Bearer ${token}` } };
});

const renewWhenRefused = new ErrorLink(({ error, operation, forward }) => {
  const refused =
    CombinedGraphQLErrors.is(error) && error.errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
  if (!refused || operation.getContext().renewed === true) return;
  operation.setContext({ renewed: true });
  return from(renew()).pipe(switchMap(() => forward(operation)));
});
