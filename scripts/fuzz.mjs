/** `npm run fuzz -- router --seed S --count N`: compares random operations with plain @apollo/gateway. */
const FUZZERS = { router: '../router/dist/testing/fuzz.js' };

const [part] = process.argv.slice(2);
const fuzzer = FUZZERS[part];
if (fuzzer === undefined) {
  process.stderr.write(`npm run fuzz -- ${Object.keys(FUZZERS).join('|')} [--seed S] [--count N] [--graph NAME]\n`);
  process.exit(1);
}
await import(fuzzer);
