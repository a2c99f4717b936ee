import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type DocumentNode, Kind, parse } from 'graphql';

/** An operation that clients are known to ask for. */
export interface ExpectedOperation {
  /** Where it stands, for those who read the log. */
  readonly name: string;
  readonly query: string;
  readonly operationName: string | undefined;
}

/** The operations of a document, each as clients ask for it; a text that cannot be parsed is one of them. */
export function operationsOf(query: string, name: string): readonly ExpectedOperation[] {
  const names = namesIn(query);
  return names.map((operationName) => ({ name, query, operationName }));
}

/** Reads the operations of files, and of all documents in folders; rejects when one is not there. */
export async function readOperations(paths: readonly string[]): Promise<readonly ExpectedOperation[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const read = await Promise.all(files.map(async (file) => operationsOf(await readFile(file, 'utf8'), file)));
  return read.flat();
}

async function filesAt(place: string): Promise<readonly string[]> {
  const found = await stat(place).catch((cause: unknown) => {
    throw new Error(`execution.warm.documents: ${place} cannot be read.`, { cause });
  });
  if (!found.isDirectory()) return [place];
  const names = await readdir(place, { recursive: true });
  return names
    .filter((name) => /\.(graphql|gql)$/.test(name))
    .sort()
    .map((name) => path.join(place, name));
}

function namesIn(query: string): readonly (string | undefined)[] {
  const document = parsed(query);
  if (document === undefined) return [undefined];
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value] : [],
  );
}

function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query, { noLocation: true });
  } catch {
    return undefined; // told by whoever prepares it
  }
}
