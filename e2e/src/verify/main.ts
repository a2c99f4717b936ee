import { parse, readPort } from '@fleetgraph/local/command-line';
import { StartRefused } from '@fleetgraph/local/launch/start-refused';
import { folderOfSystem } from '@fleetgraph/local/system/system-registry';
import { insidesOf } from './insides-of.js';
import { type Finding, runInvariants } from './run-invariants.js';

const HELP = `npm run verify -- [flags]     checks every invariant against a running system; exit 1 when one is broken

  --port N      its port (default 4000)
  --data DIR    its data folder (default: the one that npm start used for this port)
  --settle S    seconds that what is on its way may take to settle (default 20)
  --json        one object a line: {id, title, ok, violations}`;

const FLAGS = {
  port: { type: 'string' },
  data: { type: 'string' },
  settle: { type: 'string', default: '20' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const SHOWN_ROWS = 5;

try {
  const { values } = parse(process.argv.slice(2), FLAGS, false);
  if (values.help) console.log(HELP);
  else await verify(values);
} catch (error) {
  console.error(error instanceof StartRefused ? error.message : error);
  process.exit(1);
}

/** What was asked for. */
interface Wish {
  readonly port?: string;
  readonly data?: string;
  readonly settle: string;
  readonly json: boolean;
}

async function verify({ port, data, settle, json }: Wish): Promise<void> {
  const at = readPort(port);
  const url = `http://localhost:${at}`;
  await requireSystem(url);
  const findings = await runInvariants(insidesOf(url, data ?? folderOfSystem(at)), readSeconds(settle) * 1_000);
  for (const finding of findings) {
    if (json) console.log(JSON.stringify(finding));
    else print(finding);
  }
  const broken = findings.filter(({ ok }) => !ok).length;
  if (!json) console.log(`${findings.length - broken} of ${findings.length} invariants hold.`);
  if (broken > 0) process.exitCode = 1;
}

async function requireSystem(url: string): Promise<void> {
  const isThere = await fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (isThere) return;
  const { host } = new URL(url);
  throw new StartRefused(`No Fleetgraph answers at ${host}: start it with npm start, or name its port with --port N.`);
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text)) return seconds;
  throw new StartRefused(`"${text}" is no number of seconds: --settle takes one such as 20.`);
}

function print({ ok, id, title, violations }: Finding): void {
  console.log(`${ok ? 'ok    ' : 'BROKEN'} ${id.padEnd(40)} ${title}`);
  for (const row of violations.slice(0, SHOWN_ROWS)) console.log(`         ${JSON.stringify(row)}`);
  if (violations.length > SHOWN_ROWS) console.log(`         and ${violations.length - SHOWN_ROWS} more`);
}
