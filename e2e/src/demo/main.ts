import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from '@fleetgraph/local/command-line';
import { loadConfig } from '@fleetgraph/local/config';
import { StartRefused } from '@fleetgraph/local/launch/start-refused';
import type { RunningSystem } from '@fleetgraph/local/system/running-system';
import { startSystem } from '@fleetgraph/local/system/start-system';
import { insidesOf } from '../verify/insides-of.js';
import { printJson, printLine } from './print-step.js';
import { StepFailed, stepRunner } from './run-steps.js';
import { type Stage, tellStory } from './tell-story.js';

const HELP = `npm run demo -- [flags]      one basket of five kinds, end to end, as a client would do it; exit 1 when a step fails

  --url URL     a running system, such as http://localhost:4000; without it the demo starts one of its own
  --data DIR    with --url: the data folder of that system, so that the invariants are checked, too
  --json        one object a line: {step, ok, ms, detail}

KAFKA_BROKERS=host:port,…   carries the events of its own system by Kafka`;

/** A hold that the demo can wait for. */
const SHORT_HOLDS = { holdMinutes: 0.4, payingMinutes: 0.1 };

const FLAGS = {
  url: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const values = readFlags();

if (values.help) {
  console.log(HELP);
} else {
  const step = stepRunner(values.json ? printJson : printLine);
  try {
    if (values.url === undefined) await onOwnSystem((stage) => tellStory(step, stage));
    else await tellStory(step, stageAt(values.url, values.data));
  } catch (error) {
    if (error instanceof StartRefused) console.error(error.message);
    else if (!(error instanceof StepFailed)) console.error(error);
    // What the story left open, such as a subscription, must not keep a failed demo alive.
    process.exit(1);
  }
}

/** A wrong flag is told in one sentence. */
function readFlags() {
  try {
    return parse(process.argv.slice(2), FLAGS, false).values;
  } catch (error) {
    console.error(error instanceof StartRefused ? error.message : error);
    process.exit(1);
  }
}

function stageAt(address: string, data: string | undefined): Stage {
  if (!URL.canParse(address))
    throw new StartRefused(`"${address}" is no address: --url takes one such as http://localhost:4000.`);
  const url = new URL(address).origin;
  return { url, insides: data === undefined ? undefined : insidesOf(url, data) };
}

async function onOwnSystem(work: (stage: Stage) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fleetgraph-demo-'));
  try {
    const system = await startOwnSystem(folder);
    await work({ url: system.url, insides: insidesOf(system.url, folder) }).finally(() => system.stop());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function startOwnSystem(folder: string): Promise<RunningSystem> {
  const { KAFKA_BROKERS: kafkaBrokers } = loadConfig();
  return stepRunner(values.json ? printJson : printLine)('start a system of its own', async (tell) => {
    const started = await startSystem({ folder, kafkaBrokers, isDurable: false, settings: { bookings: SHORT_HOLDS } });
    tell(`${started.url}, events by ${kafkaBrokers.length > 0 ? 'Kafka' : 'the embedded log'}`);
    return started;
  });
}
