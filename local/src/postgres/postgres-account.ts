import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartRefused } from '../launch/start-refused.js';

/** The operating system's account that PostgreSQL runs as; undefined ids mean the account of this process. */
export interface PostgresAccount {
  ids?: { uid: number; gid: number };
}

/** Chooses the account: PostgreSQL refuses to run as root, so root lends it the account "postgres". */
export function findPostgresAccount(): PostgresAccount {
  if (process.getuid?.() !== 0) return {};
  const found = readAccount();
  if (found !== undefined) return { ids: found };
  try {
    execFileSync('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', 'postgres'], {
      stdio: 'ignore',
    });
  } catch (cause) {
    throw new StartRefused(
      'PostgreSQL refuses to run as root and the account "postgres" could not be added: start Fleetgraph as an ordinary user.',
      { cause },
    );
  }
  const ids = readAccount();
  return ids === undefined ? {} : { ids };
}

function readAccount(): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** Runs one of PostgreSQL's programs to its end; rejects with what it printed. */
export function runAs(account: PostgresAccount, program: string, args: readonly string[]): Promise<string> {
  const [command = program, ...all] = [...prefixFor(account, [program, folderOf(args)]), program, ...args];
  const isPrefixed = command !== program;
  const options = { ...(isPrefixed ? {} : account.ids), ...(process.platform === 'win32' ? {} : { cwd: '/' }) };
  return new Promise((resolve, reject) => {
    execFile(command, all, { ...options, env: { ...process.env, LC_ALL: 'C' } }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} failed: ${`${stderr}${stdout}`.trim() || error.message}`, { cause: error }));
    });
  });
}

function folderOf(args: readonly string[]): string {
  return args[args.indexOf('-D') + 1] ?? '/';
}

/** A checkout or data folder inside a folder that is closed to others (such as /root) needs root's right to pass through. */
function prefixFor(account: PostgresAccount, paths: readonly string[]): string[] {
  const { ids } = account;
  if (ids === undefined || paths.every((path) => isReachable(path, ids.uid))) return [];
  if (!existsSync('/usr/bin/setpriv')) {
    throw new StartRefused(
      `PostgreSQL runs as the account "postgres", which cannot reach ${paths.join(' and ')}: start Fleetgraph as an ordinary user.`,
    );
  }
  const rights = '+dac_override,+dac_read_search';
  const identity = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'];
  return ['/usr/bin/setpriv', ...identity, `--inh-caps=${rights}`, `--ambient-caps=${rights}`, '--'];
}

function isReachable(path: string, uid: number): boolean {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const { mode, uid: owner } = statSync(folder);
    if ((mode & (owner === uid ? 0o100 : 0o001)) === 0) return false;
  }
  return true;
}
