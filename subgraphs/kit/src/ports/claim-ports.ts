import { createServer, type Server } from 'node:net';

const LOOPBACK = '127.0.0.1';
/** Below what operating systems give to outgoing connections and to port 0 (Linux from 32768, others from 49152). */
const FROM = 10_240;
const TO = 32_768;
const BLOCK = 16;
const BLOCKS = (TO - FROM) / BLOCK;

/**
 * Ports of 127.0.0.1 that belong to this process as long as it lives. A port that was merely seen to be free is given to
 * the next one who asks before its owner listens; a claimed one is not, also while what listens there is started anew.
 *
 * @throws {Error} when all blocks of ports are taken
 */
export async function claimPorts(count: number): Promise<number[]> {
  const first = Math.floor(Math.random() * BLOCKS);
  for (let at = 0; at < BLOCKS; at += 1) {
    const ports = await claimBlock(FROM + ((first + at) % BLOCKS) * BLOCK, count);
    if (ports !== undefined) return ports;
  }
  throw new Error('No ports are left on this machine.');
}

/** Claims a block of ports by listening on its first; none when it is another's or something listens within. */
export async function claimBlock(base: number, count: number): Promise<number[] | undefined> {
  if (count >= BLOCK) throw new RangeError(`At most ${BLOCK - 1} ports are claimed at once.`);
  const claim = await listen(base);
  if (claim === undefined) return undefined;
  const ports = Array.from({ length: count }, (_, at) => base + 1 + at);
  for (const port of ports) {
    const probe = await listen(port);
    if (probe === undefined) {
      await close(claim);
      return undefined;
    }
    await close(probe);
  }
  // The claim is no reason for the process to go on.
  claim.unref();
  return ports;
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((stranger) => stranger.destroy());
    server.once('error', () => resolve(undefined)).listen(port, LOOPBACK, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
