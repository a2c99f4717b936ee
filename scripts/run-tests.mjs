/**
 * `npm test`: runs every compiled test with Jest and closes with one line of sums from Jest's own JSON. The parts are tested two
 * files at a time, then the whole system one file at a time, because each of those files starts a whole system. Arguments are
 * Jest's, for one run: `npm test -- bookings`. What was skipped is listed by name.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const given = process.argv.slice(2);
const runs =
  given.length > 0
    ? [given]
    : [
        ['--testPathIgnorePatterns', '/e2e/'],
        ['--maxWorkers', '1', '/e2e/dist/'],
      ];

const reports = [];
for (const [number, args] of runs.entries()) reports.push(await runJest(number, args));

const all = reports.flatMap(({ testResults }) => testResults);
const skipped = all.flatMap(({ name, assertionResults }) =>
  assertionResults
    .filter(({ status }) => status === 'pending' || status === 'todo')
    .map(({ fullName }) => `  ${path.relative(root, name)}: ${fullName}`),
);
if (skipped.length > 0) console.log(`SKIPPED (${skipped.length}):\n${skipped.join('\n')}`);
const sum = (count) => reports.reduce((total, report) => total + count(report), 0);
const failed = sum(({ numFailedTests, numRuntimeErrorTestSuites }) => numFailedTests + numRuntimeErrorTestSuites);
const passed = sum(({ numPassedTests }) => numPassedTests);
console.log(
  `${passed} passed, ${failed} failed, ${sum(({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests)} skipped`,
);
if (failed > 0 || reports.some(({ exitCode }) => exitCode !== 0)) process.exitCode = 1;

/** One run of Jest; answers its own report. */
async function runJest(number, args) {
  const file = path.join(root, '.cache', `jest-${number}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  const options = ['--json', `--outputFile=${file}`, ...args];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const jest = spawn(
    process.execPath,
    [
      ...flags,
      '--disable-warning=TimeoutNegativeWarning',
      path.join(root, 'node_modules/jest/bin/jest.js'),
      ...options,
    ],
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
