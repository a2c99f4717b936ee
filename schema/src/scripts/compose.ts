import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** Composes `subgraphs/*.graphql` into the supergraph SDL; rejects with every composition error in one message. */
export async function composeSupergraph(schemaFolder: string): Promise<string> {
  const folder = path.join(schemaFolder, 'subgraphs');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.graphql')).sort();
  const services = await Promise.all(
    files.map(async (file) => {
      const name = path.basename(file, '.graphql');
      // Where a subgraph runs is the router's configuration, not a fact of the schema.
      return { name, url: `http://${name}/graphql`, typeDefs: parse(await readFile(path.join(folder, file), 'utf8')) };
    }),
  );
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

const [, script, schemaFolder, mode] = process.argv;
if (script?.endsWith('compose.js') && schemaFolder !== undefined) {
  const file = path.join(schemaFolder, 'supergraph.graphql');
  const supergraph = `${(await composeSupergraph(schemaFolder)).trim()}\n`;
  if (mode !== '--check') {
    await writeFile(file, supergraph);
  } else if ((await readFile(file, 'utf8')) !== supergraph) {
    console.error(
      'schema/supergraph.graphql is not what the subgraphs compose to: run `npm run schema` and commit it.',
    );
    process.exitCode = 1;
  }
}
