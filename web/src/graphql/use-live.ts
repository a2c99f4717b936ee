import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Freshness } from '../format/freshness.js';
import { LiveFollower } from './watch-live.js';

interface Options<Data, Variables extends OperationVariables> {
  variables: Variables;
  sequenceOf: (data: Data) => number;
  onMessage?: (data: Data) => void;
  skip?: boolean;
}

/** Follows a subscription while the component is shown; the answer says how fresh what it shows is. */
export function useLive<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables & { after?: number | null }>,
  { variables, sequenceOf, onMessage, skip = false }: Options<Data, Variables>,
): Freshness {
  const client = useApolloClient();
  const [freshness, setFreshness] = useState<Freshness>({ state: 'connecting' });
  const tell = useEffectEvent((data: Data) => onMessage?.(data));
  const sequence = useEffectEvent(sequenceOf);
  const sameVariables = JSON.stringify(variables);

  useEffect(() => {
    if (skip) return;
    const follower = new LiveFollower<Data, Variables>({
      client,
      document,
      variables: JSON.parse(sameVariables) as Variables, // its own text: a new object each render would resubscribe
      sequenceOf: (data) => sequence(data),
      onMessage: (data) => tell(data),
      onFreshness: setFreshness,
    });
    follower.start();
    return () => follower.stop();
  }, [client, document, sameVariables, skip]);
  return freshness;
}
