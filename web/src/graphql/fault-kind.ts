import { CombinedGraphQLErrors } from '@apollo/client';

/** What a failure means to the person in front of it. */
export type FaultKind = 'offline' | 'signedOut' | 'forbidden' | 'missing' | 'partial' | 'broken';

const KINDS: Readonly<Record<string, FaultKind>> = {
  UNAUTHENTICATED: 'signedOut',
  FORBIDDEN: 'forbidden',
  NOT_FOUND: 'missing',
  SUBGRAPH_UNAVAILABLE: 'partial',
  SUBGRAPH_TIMEOUT: 'partial',
  SUBGRAPH_OVERLOADED: 'partial',
  SUBGRAPH_INVALID_RESPONSE: 'partial',
};

/** Sorts a failure by its stable code; one without any answer means that the network is away. */
export function faultKind(error: unknown): FaultKind {
  if (!CombinedGraphQLErrors.is(error)) return error instanceof TypeError ? 'offline' : 'broken';
  return KINDS[String(error.errors[0]?.extensions?.code)] ?? 'broken';
}
