/**
 * Completes package-lock.json. Run it after each `npm install`; `--check` only tells whether that was forgotten: optional
 * platform packages that a registry could not tell npm about, without which `npm ci` ends with "Missing: … from lock file".
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

const file = join(dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const platforms = addPlatformPackages(lock);

if (platforms.length === 0) {
  console.log('The lock is complete.');
} else if (process.argv.includes('--check')) {
  console.error(`The lock lacks ${platforms.length} platform packages: run \`node scripts/complete-lock.mjs\`.`);
  process.exitCode = 1;
} else {
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Added ${platforms.length} platform packages to the lock.`);
}
