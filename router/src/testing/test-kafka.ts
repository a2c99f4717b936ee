import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { type IHeaders, Kafka, logLevel, Partitioners } from 'kafkajs';
import '@fleetgraph/kit/kafka-client/kafka-timers';

const SCRIPT = fileURLToPath(new URL('../../../e2e/kafka/kafka.sh', import.meta.url));
const run = promisify(execFile);

/** A real Kafka on a port of its own that can be taken away. */
export interface TestKafka {
  readonly broker: string;
  createTopic(topic: string, partitions?: number): Promise<void>;
  /** Resolves when the broker has it. */
  send(topic: string, message: { key?: string; value?: string; headers?: IHeaders }): Promise<void>;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether Java and Maven are there, which bring and run a broker. */
export const isKafkaInstalled = (): boolean =>
  [
    ['java', '-version'],
    ['mvn', '--version'],
  ].every(([command = '', flag = '']) => spawnSync(command, [flag]).status === 0);

/** Starts a broker without topics; it creates none by itself. */
export async function startTestKafka(): Promise<TestKafka> {
  const folder = await mkdtemp(join(tmpdir(), 'fleetgraph-kafka-'));
  const [port = 0, controllerPort = 0] = await claimPorts(2);
  const variables = [`KAFKA_PORT=${port}`, `KAFKA_CONTROLLER_PORT=${controllerPort}`, `KAFKA_DIR=${folder}`];
  const script = (verb: string) => run('env', [...variables, SCRIPT, verb]); // beside those of this process
  const start = async () => {
    await script('start');
    await script('wait');
  };
  await start();
  const broker = `127.0.0.1:${port}`;
  const client = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  return {
    broker,
    restart: start,
    async createTopic(topic, numPartitions = 1) {
      const admin = client.admin();
      await admin.connect();
      await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true });
      await admin.disconnect();
    },
    async send(topic, message) {
      const producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner });
      await producer.connect();
      await producer.send({ topic, messages: [{ value: null, ...message }] });
      await producer.disconnect();
    },
    kill: async () => void (await script('kill')),
    async stop() {
      await script('stop');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
