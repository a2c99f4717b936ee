/** Fails when a package is installed more than once: two copies of graphql do not recognise each other's types. */
import { readFile } from 'node:fs/promises';

const name = process.argv[2];
const { packages } = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'));
const copies = Object.keys(packages).filter(
  (path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`),
);
if (copies.length !== 1) {
  console.error(`${name} is installed ${copies.length} times: ${copies.join(', ')}`);
  process.exitCode = 1;
}
