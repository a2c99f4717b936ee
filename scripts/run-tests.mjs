/**
 * `npm test`: runs every compiled test with Jest, two files at a time, and closes with one line of sums from Jest's own JSON.
 * Arguments are Jest's: `npm test -- bookings`. What was skipped is listed by name.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { exitCode, ...report } = await runJest(process.argv.slice(2));

const skipped = report.testResults.flatMap(({ name, assertionResults }) =>
  assertionResults
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => `  ${path.relative(root, name)}: ${fullName}`),
);
if (skipped.length > 0) console.log(`SKIPPED (${skipped.length}):\n${skipped.join('\n')}`);
const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
console.log(
  `${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests + report.numTodoTests} skipped`,
);
if (failed > 0 || exitCode !== 0) process.exitCode = 1;

/** Runs Jest; answers its report. */
async function runJest(args) {
  const file = path.join(root, '.cache', 'jest.json');
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  const options = ['--json', `--outputFile=${file}`, ...args];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = spawn(
    process.execPath,
    [...flags, path.join(root, 'node_modules/jest/bin/jest.js'), ...options],
    // Jest prints its JSON on standard output as well; people read standard error.
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exitCode = await new Promise((resolve) => jest.on('exit', (code) => resolve(code ?? 1)));
  const report = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  if (report === undefined) {
    console.error('Jest did not finish: there is no report.');
    process.exit(exitCode || 1);
  }
  return { ...report, exitCode };
}
