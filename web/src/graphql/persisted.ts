import { ApolloLink } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { type DocumentNode, getOperationAST } from 'graphql';
import { persistedIds } from './__generated__/persisted-ids.js';

/** Operations go by the ids of this build; a router that does not know one is sent its text. */
export const sendIds = new PersistedQueryLink({ generateHash: (document) => idOf(document) ?? '' });

/** Subscriptions have their id beside their text: a router that takes ids only goes by the id. */
export const nameIds = new ApolloLink((operation, forward) => {
  const sha256Hash = idOf(operation.query);
  if (sha256Hash !== undefined) operation.extensions.persistedQuery = { version: 1, sha256Hash };
  return forward(operation);
});

const idOf = (document: DocumentNode): string | undefined => persistedIds[getOperationAST(document)?.name?.value ?? ''];
