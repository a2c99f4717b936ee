import path from 'node:path';
import { installHiveGateway } from './hive-gateway.js';
import { type Peer, startPeer, UNIQUE_HEADER, VARYING_HEADER } from './peer.js';

/** Names under which figures appear. */
export const OURS = 'fleetgraph';
/** What every other is compared with. */
export const APOLLO = 'apollo';
/** The one peer that the bench installs by itself. */
const HIVE_GATEWAY = 'hive-gateway';

const BIN = path.resolve(import.meta.dirname, '../../../../router/bin/fleetgraph-router.js');
const HEADERS = `${UNIQUE_HEADER},${VARYING_HEADER}`;

/** The command of our router, with flags of Node and of the router. */
export const routerCommand = ({ node = '', settings = '' } = {}): string =>
  [process.execPath, node, BIN, '--supergraph {supergraph} --port {port} --set logging.level=silent']
    .concat(`--set headers.propagate=${HEADERS}`, settings)
    .filter((part) => part !== '')
    .join(' ');

/**
 * Ours, plain Apollo, and those of the flags: `name='command with {supergraph} and {port}'`, or `hive-gateway`. Each that
 * has started is given to `onStart`.
 */
export async function startPeers(
  peerFlags: readonly string[],
  supergraph: string,
  onStart: (peer: Peer) => void,
): Promise<Peer[]> {
  const apollo = path.join(import.meta.dirname, 'apollo-peer.js');
  const commands: [name: string, command: string][] = [
    [OURS, routerCommand()],
    [APOLLO, `${process.execPath} ${apollo} {supergraph} {port} ${UNIQUE_HEADER} ${VARYING_HEADER}`],
  ];
  for (const flag of peerFlags) commands.push(await commandOf(flag));
  const peers: Peer[] = [];
  for (const [name, command] of commands) {
    const peer = await startPeer(name, command, supergraph);
    onStart(peer);
    peers.push(peer);
  }
  return peers;
}

async function commandOf(flag: string): Promise<[name: string, command: string]> {
  if (flag === HIVE_GATEWAY) return [HIVE_GATEWAY, await installHiveGateway()];
  const at = flag.indexOf('=');
  if (at < 1) throw new Error(`--peer ${flag}: name='command with {supergraph} and {port}', or ${HIVE_GATEWAY}`);
  return [flag.slice(0, at), flag.slice(at + 1)];
}
