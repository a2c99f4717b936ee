import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';
import { stopGracefully } from '@fleetgraph/kit/lifecycle/stop-gracefully';
import { createLogger } from '@fleetgraph/kit/logging/create-logger';
import { readStartCommand, START_HELP, type StartCommand } from './command-line.js';
import { loadConfig } from './config.js';
import { showProgress } from './launch/show-progress.js';
import { StartRefused } from './launch/start-refused.js';
import { welcomeScreen } from './launch/welcome-screen.js';
import { isHalfMade, resetFolder } from './system/reset-folder.js';
import type { RunningSystem } from './system/running-system.js';
import { startSystem } from './system/start-system.js';
import { registerSystem } from './system/system-registry.js';

/** The first needs no announcement: it is what a start begins with. */
const STEPS = [
  'Port and folder',
  'PostgreSQL',
  'Payment sandbox and mailbox',
  'Subgraphs',
  'Accounts',
  'Router',
  'Demo data',
];

try {
  const command = readStartCommand(process.argv.slice(2));
  if (command.isHelp) console.log(START_HELP);
  else await run(command);
} catch (error) {
  const isTold = error instanceof StartRefused || error instanceof ConfigInvalid;
  console.error(isTold ? `\n${error.message}\n` : error);
  process.exit(1);
}

async function run(command: StartCommand): Promise<void> {
  const { KAFKA_BROKERS: kafkaBrokers, LOG_LEVEL: logLevel } = loadConfig();
  const { folder, port } = command;
  if (command.isReset) await resetFolder(folder);
  else if (isHalfMade(folder)) {
    console.log('The first start of this folder was cut off: it begins anew.');
    await resetFolder(folder);
  }
  let isStopping = false;
  const starting = showProgress(STEPS, (onStep) =>
    startSystem({
      folder,
      port,
      placement: command.hasProcesses ? 'apart' : 'inside',
      kafkaBrokers,
      logLevel,
      onStep(step) {
        // What was started so far is stopped in order by whoever started it.
        if (isStopping) throw new StartRefused('Stopped before everything was up.');
        onStep(step);
      },
    }),
  );
  stopGracefully(
    async () => {
      isStopping = true;
      const system: RunningSystem | undefined = await starting.catch(() => undefined);
      if (system === undefined) return;
      console.log('\nStopping.');
      await system.stop();
      console.log('Everything is stopped.');
    },
    createLogger({ name: 'launcher', level: 'silent' }),
  );
  const system = await starting;
  if (isStopping) return;
  registerSystem(port, folder);
  console.log(welcomeScreen(system, folder));
}
