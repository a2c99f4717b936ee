import { parseArgs } from 'node:util';
import { insidesOf } from './insides-of.js';
import { runInvariants } from './run-invariants.js';

const HELP = `npm run verify -- [flags]     checks every invariant against a running system; exit 1 when one is broken

  --port N      its port (default 4000)
  --data DIR    its data folder (default .data)
  --settle S    seconds that what is on its way may take to settle (default 20)
  --json        one object a line: {id, title, ok, violations}`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4000' },
    data: { type: 'string' },
    settle: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const SHOWN_ROWS = 5;

if (values.help) {
  console.log(HELP);
} else {
  const findings = await runInvariants(
    insidesOf(`http://localhost:${values.port}`, values.data),
    Number(values.settle) * 1_000,
  );
  for (const finding of findings) {
    if (values.json) {
      console.log(JSON.stringify(finding));
      continue;
    }
    console.log(`${finding.ok ? 'ok    ' : 'BROKEN'} ${finding.id.padEnd(40)} ${finding.title}`);
    for (const row of finding.violations.slice(0, SHOWN_ROWS)) console.log(`         ${JSON.stringify(row)}`);
    if (finding.violations.length > SHOWN_ROWS)
      console.log(`         and ${finding.violations.length - SHOWN_ROWS} more`);
  }
  const broken = findings.filter(({ ok }) => !ok).length;
  if (!values.json) console.log(`${findings.length - broken} of ${findings.length} invariants hold.`);
  if (broken > 0) process.exitCode = 1;
}
