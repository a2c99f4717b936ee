import type { RouterConfig } from '../../config/config-schema.js';
import type { StreamAddress } from './upstream.js';

/** Where each subgraph has its streams: where the configuration says, else where it answers requests. */
export function streamAddresses(
  subgraphs: RouterConfig['subgraphs'],
  nextAddress: (subgraph: string) => string,
): (subgraph: string) => StreamAddress {
  const turns = new Map<string, number>();
  return (subgraph) => {
    const { protocol = 'websocket', urls } =
      (Object.hasOwn(subgraphs, subgraph) ? subgraphs[subgraph]?.subscriptions : undefined) ?? {};
    if (urls === undefined) return { protocol, url: nextAddress(subgraph) };
    const turn = turns.get(subgraph) ?? 0;
    turns.set(subgraph, turn + 1);
    return { protocol, url: urls[turn % urls.length] as string }; // the schema wants at least one
  };
}
