/**
 * `npm test`: runs every compiled test with Jest and closes with one line of sums from Jest's own JSON. Arguments are Jest's:
 * `npm test -- bookings`. What was skipped is listed by name.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const report = path.join(root, '.cache', 'jest.json');
await mkdir(path.dirname(report), { recursive: true });
await rm(report, { force: true });

const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
    path.join(root, 'node_modules/jest/bin/jest.js'),
    '--json',
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  // Jest prints its JSON on standard output as well; people read standard error.
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
);
const exitCode = await new Promise((resolve) => jest.on('exit', (code) => resolve(code ?? 1)));

const result = await readFile(report, 'utf8').then(JSON.parse, () => undefined);
if (result === undefined) {
  console.error('Jest did not finish: there is no report.');
  process.exit(exitCode || 1);
}
const skipped = result.testResults.flatMap(({ name, assertionResults }) =>
  assertionResults
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => `  ${path.relative(root, name)}: ${fullName}`),
);
if (skipped.length > 0) console.log(`SKIPPED (${skipped.length}):\n${skipped.join('\n')}`);
const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
console.log(
  `${result.numPassedTests} passed, ${failed} failed, ${result.numPendingTests + result.numTodoTests} skipped`,
);
process.exit(exitCode !== 0 || failed > 0 ? 1 : 0);
