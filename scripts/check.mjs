/** `npm run check`: everything that is not a test. Runs all steps, then tells which failed; exit 1 when one did. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SUBGRAPHS = ['fleet', 'bookings', 'payments', 'users', 'notifications', 'analytics'];

/** The state that changes are compared with: the last commit, or the one before when nothing is uncommitted. */
function baseRevision() {
  const named = process.argv.find((argument) => argument.startsWith('--base='));
  if (named !== undefined) return named.slice('--base='.length);
  const isDirty = spawnSync('git', ['diff', '--quiet', 'HEAD', '--', 'schema'], { cwd: root }).status !== 0;
  if (isDirty) return 'HEAD';
  return spawnSync('git', ['rev-parse', '-q', '--verify', 'HEAD~1'], { cwd: root }).status === 0 ? 'HEAD~1' : 'HEAD';
}

const base = baseRevision();
const steps = [
  ['lock', 'node', 'scripts/complete-lock.mjs', '--check'],
  ['types', 'node', 'scripts/build.mjs'],
  ['types of the web app', 'tsc', '--noEmit', '-p', 'web'],
  ['format and lint', 'biome', 'ci', '--error-on-warnings', '.'],
  [
    'arrows',
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    'schema',
    'subgraphs',
    'router',
    'local',
    'e2e',
    'web',
  ],
  ['dead code', 'knip'],
  ['one copy of graphql', 'node', 'scripts/check-one-copy.mjs', 'graphql'],
  ...SUBGRAPHS.map((name) => [`schema of ${name}`, 'node', `subgraphs/${name}/dist/print-schema.js`, '--check']),
  ['settings of the router', 'node', 'router/dist/config/print-settings.js', '--check'],
  ['supergraph', 'node', 'schema/dist/src/scripts/compose.js', 'schema', '--check'],
  ['events: generated code', 'node', 'scripts/check-generated-events.mjs'],
  ['events: lint', 'buf', 'lint', 'schema'],
  ['events: nothing broken', 'buf', 'breaking', 'schema', '--against', `.git#ref=${base},subdir=schema`],
  ['graph: nothing broken', 'node', 'schema/dist/src/scripts/check-breaking.js', base],
  ['graph: nothing gone that is asked for', 'node', 'schema/dist/src/scripts/check-usage.js'],
];

const failed = [];
for (const [name, command, ...args] of steps) {
  const startedAt = Date.now();
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
    },
  });
  const isGood = status === 0 && error === undefined;
  if (!isGood) failed.push(name);
  console.log(`${isGood ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}
if (failed.length > 0) {
  console.error(`\n${failed.length} of ${steps.length} checks failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
