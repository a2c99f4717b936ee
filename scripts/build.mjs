/** `npm run build`: all code in one TypeScript process over the project references, the web app beside it; only what has changed. */
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
};

/** Ends this process with the status of a command that fails. All it says goes to stderr: stdout is of the command that follows. */
async function run(command, ...args) {
  const child = spawn(command, args, { cwd: root, env, stdio: ['inherit', 2, 2], shell: process.platform === 'win32' });
  const status = await new Promise((resolve) => child.once('close', resolve));
  if (status !== 0) process.exit(status ?? 1);
}

await run('tsc', '-b', 'schema'); // the code and the web app read it
await Promise.all([
  // More checkers in one project do the same work twice; projects are built side by side anyway.
  run('tsc', '-b', 'e2e', 'web/tsconfig.logic.json', '--checkers', '1'),
  run('turbo', 'run', 'build', '--output-logs=errors-only'),
]);
