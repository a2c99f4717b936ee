import type { RouterConfig } from '../../config/config-schema.js';
import type { SubgraphClient } from '../../subgraph-client/subgraph-client.js';
import type { StreamAddress } from './upstream.js';

/** Where each subgraph has its streams: where the configuration says, else where it answers requests. */
export function streamAddresses(
  subgraphs: RouterConfig['subgraphs'],
  client: Pick<SubgraphClient, 'addressForStream'>,
): (subgraph: string) => StreamAddress {
  return (subgraph) => {
    const { protocol = 'websocket', urls } =
      (Object.hasOwn(subgraphs, subgraph) ? subgraphs[subgraph]?.subscriptions : undefined) ?? {};
    return { protocol, ...client.addressForStream(subgraph, urls) };
  };
}
