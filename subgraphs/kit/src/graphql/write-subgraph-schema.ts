import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SubgraphContext } from './context.js';
import { printSubgraph } from './print-subgraph.js';
import type { Subgraph } from './subgraph.js';

/** `npm run schema` of a subgraph: writes `schema/subgraphs/<name>.graphql`; with `--check`, exit 1 when it would differ. */
export async function writeSubgraphSchema<Context extends SubgraphContext>(subgraph: Subgraph<Context>): Promise<void> {
  const file = path.resolve(import.meta.dirname, '../../../../schema/subgraphs', `${subgraph.name}.graphql`);
  const sdl = printSubgraph(subgraph);
  if (!process.argv.includes('--check')) {
    await writeFile(file, sdl);
  } else if ((await readFile(file, 'utf8').catch(() => undefined)) !== sdl) {
    console.error(
      `schema/subgraphs/${subgraph.name}.graphql is not what the code says: run \`npm run schema\` and commit it.`,
    );
    process.exitCode = 1;
  }
}
