import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { it } from '@jest/globals';
import { pino } from 'pino';
import { claimPorts } from '../../ports/claim-ports.js';
import { openKafka } from './kafka.js';
import { type BrokerUnderTest, describeTransport } from './transport-contract.js';

const SCRIPT = fileURLToPath(new URL('../../../../../e2e/kafka/kafka.sh', import.meta.url));
const run = promisify(execFile);
const logger = pino({ level: 'silent' });

function has(...command: [string, ...string[]]): boolean {
  try {
    execFileSync(command[0], command.slice(1), { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Somebody's running brokers. */
async function givenBroker(brokers: string): Promise<BrokerUnderTest> {
  return { open: () => openKafka({ brokers: brokers.split(','), clientId: 'contract', logger }), stop: async () => {} };
}

/** A real broker of this test's own, killed and started again as it likes. */
async function ownBroker(): Promise<BrokerUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'fleetgraph-kafka-'));
  const [port = 0, controllerPort = 0] = await claimPorts(2);
  const env = { ...process.env, KAFKA_PORT: `${port}`, KAFKA_CONTROLLER_PORT: `${controllerPort}`, KAFKA_DIR: folder };
  const script = (verb: string) => run(SCRIPT, [verb], { env });
  const begin = async () => void (await script('kill'));
  const start = async () => {
    await script('start');
    await script('wait');
  };
  await start();
  return {
    open: () => openKafka({ brokers: [`127.0.0.1:${port}`], clientId: 'contract', logger }),
    outage: { begin, end: start },
    stop: async () => {
      await script('stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const given = process.env.KAFKA_BROKERS;
if (given) describeTransport('Kafka', () => givenBroker(given), { hasOutage: false });
else if (has('java', '-version') && has('mvn', '--version')) describeTransport('Kafka', ownBroker);
else it.skip('SKIPPED: Kafka keeps the transport contract (set KAFKA_BROKERS, or install Java 17 and Maven)', () => {});
