import type { Figure } from './figure.js';

const BENCHMARKS: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  start: async () => (await import('./measure-start.js')).measureStart(),
  taking: async () => (await import('./measure-taking.js')).measureTaking(),
  events: async () => (await import('./measure-events.js')).measureEvents(),
  router: async () => (await import('./router/measure-router.js')).measureRouter(valuesOf('--peer')),
  'router-small': async () => (await import('./router/measure-small.js')).measureSmall(valuesOf('--peer')),
  'router-first': async () => (await import('./router/measure-first.js')).measureFirst(),
  'router-memory': async () => (await import('./router/measure-memory.js')).measureMemory(endurance()),
  'fan-out': async () => (await import('./router/measure-fan-out.js')).measureFanOut(),
  overload: async () => (await import('./router/measure-overload.js')).measureOverload(numberOf('--minutes', 0.25)),
  'router-faults': async () => (await import('./router/measure-faults.js')).measureFaults(numberOf('--seconds', 10)),
  sockets: async () => (await import('./router/measure-sockets.js')).measureSockets(crowd()),
};

/** Values of a flag that may come several times: `--peer name='command with {supergraph} and {port}'`, `--peer hive-gateway`. */
const valuesOf = (flag: string) => process.argv.flatMap((word, at, all) => (word === flag ? [all[at + 1] ?? ''] : []));

const numberOf = (flag: string, byDefault: number) => Number(valuesOf(flag)[0] ?? byDefault);
/** `--operations N` that nobody has asked before, then `--minutes N` of mixed load. */
const endurance = () => ({ operations: numberOf('--operations', 100_000), minutes: numberOf('--minutes', 1) });
/** `--sockets N` that are open at once, for `--minutes N`. */
const crowd = () => ({ sockets: numberOf('--sockets', 10_000), minutes: numberOf('--minutes', 1) });

const WITH_VALUE: ReadonlySet<string> = new Set(['--peer', '--operations', '--minutes', '--seconds', '--sockets']);
const names = process.argv
  .slice(2)
  .filter((argument, at, all) => !argument.startsWith('--') && !WITH_VALUE.has(all[at - 1] ?? ''));
const isJson = process.argv.includes('--json');
const unknown = names.filter((name) => !(name in BENCHMARKS));

if (names.length === 0 || unknown.length > 0) {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHMARKS).join('|')} [--json]`);
  process.exitCode = 2;
} else {
  for (const name of names) for (const figure of (await BENCHMARKS[name]?.()) ?? []) print(figure);
}

function print(figure: Figure): void {
  if (isJson) {
    console.log(JSON.stringify(figure));
    return;
  }
  const { name, value, reference, ratio, unit, goal, isMet } = figure;
  const numbers = `${value.toPrecision(4)} ${unit}, reference ${reference.toPrecision(4)}, ratio ${ratio.toPrecision(3)}`;
  console.log(`${isMet ? 'met   ' : 'MISSED'} ${name}: ${numbers} (goal ${goal})`);
}
