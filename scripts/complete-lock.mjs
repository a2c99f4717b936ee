/**
 * Completes package-lock.json. Run it after each `npm install`; `--check` only tells whether that was forgotten.
 * - Optional platform packages that the registry in reach could not tell npm about: without these entries `npm ci` ends
 *   with "Missing: … from lock file".
 * - The address of each package, where npm is configured to leave it out: without it `npm ci` reads every package's whole
 *   list of versions first and takes three times as long. npm puts the registry that is configured in place of its default.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REGISTRY = '';
const SYSTEMS = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  win32: 'win32',
  windows: 'win32',
};
const PROCESSORS = [
  [/arm64|aarch64/, 'arm64'],
  [/\barm|armv\d|arm-/, 'arm'],
  [/ppc64/, 'ppc64'],
  [/riscv64/, 'riscv64'],
  [/s390x/, 's390x'],
  [/loong64/, 'loong64'],
  [/ia32/, 'ia32'],
  [/x64|-64\b/, 'x64'],
  [/wasm/, 'wasm32'],
];

/** Whether npm would find `name` when it is asked for from inside `path`. */
function isLocked(packages, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

/** What npm must know to leave the package out on other platforms. */
function describe(name, range) {
  const system = Object.keys(SYSTEMS).find((word) => name.includes(word));
  const processor = PROCESSORS.find(([pattern]) => pattern.test(name));
  if (system === undefined && processor === undefined)
    throw new Error(`${name}: the name tells no platform; lock it by hand.`);
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(processor === undefined ? {} : { cpu: [processor[1]] }),
    ...(name.includes('musl') ? { libc: ['musl'] } : {}),
    optional: true,
    ...(system === undefined ? {} : { os: [SYSTEMS[system]] }),
  };
}

function addPlatformPackages(lock) {
  const added = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock.packages, path, name)) continue;
      lock.packages[`node_modules/${name}`] = describe(name, range);
      added.push(name);
    }
  }
  if (added.length > 0) {
    lock.packages = Object.fromEntries(
      Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, 'en')),
    );
  }
  return added;
}

function addAddresses(lock) {
  const added = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (entry.integrity === undefined || entry.resolved !== undefined) continue;
    const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const resolved = `${REGISTRY}/${name}/-/${name.slice(name.indexOf('/') + 1)}-${entry.version}.tgz`;
    const { version, ...rest } = entry;
    lock.packages[path] = { version, resolved, ...rest };
    added.push(name);
  }
  return added;
}

const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const platforms = addPlatformPackages(lock);
const addresses = addAddresses(lock);

if (platforms.length + addresses.length === 0) {
  console.log('The lock is complete.');
} else if (process.argv.includes('--check')) {
  console.error(`The lock lacks ${platforms.length} platform packages and ${addresses.length} addresses:`);
  console.error('run `node scripts/complete-lock.mjs`.');
  process.exitCode = 1;
} else {
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Added ${platforms.length} platform packages and ${addresses.length} addresses to the lock.`);
}
