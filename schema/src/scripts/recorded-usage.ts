import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { coordinatesRequired, variablesReader } from '../coordinates-in-variables.js';
import { coordinatesUsed } from '../coordinates-used.js';

/** Which parts of the schema each client names, by their coordinates. */
export type RecordedUsage = Readonly<Record<string, readonly string[]>>;

/** How names of those begin whose operations stand in this repository; others were seen by a router. */
const OURS = 'operations/';
const WEB_OPERATIONS = 'web/src/graphql/__generated__/persisted-operations.json';

export const USAGE_FILE = 'schema/usage.json';

/** True for a client whose operations stand in this repository. */
export const isOurs = (client: string): boolean => client.startsWith(OURS);

/**
 * What the web app and the example operations of each kind of user name. Values of variables stand beside the examples; of
 * those that the web app sends it is known what is required.
 */
export async function usageOfRepository(schema: GraphQLSchema): Promise<RecordedUsage> {
  const clients = new Map<string, Set<string>>();
  const add = (client: string, coordinates: Iterable<string>) =>
    clients.set(client, new Set([...(clients.get(client) ?? []), ...coordinates]));
  for await (const file of glob('schema/operations/*/*.graphql')) {
    const client = OURS + path.basename(path.dirname(file));
    const document = parse(await readFile(file, 'utf8'));
    const variables = JSON.parse((await readText(file.replace(/\.graphql$/, '.variables.json'))) ?? '{}');
    add(client, coordinatesUsed(schema, document));
    for (const operation of operationsOf(document)) add(client, variablesReader(schema, operation)?.(variables) ?? []);
  }
  const { operations } = JSON.parse(await readFile(WEB_OPERATIONS, 'utf8')) as Manifest; // the codegen of the web writes it
  for (const { body } of operations) {
    const document = parse(body);
    add(`${OURS}web`, coordinatesUsed(schema, document));
    for (const operation of operationsOf(document)) add(`${OURS}web`, coordinatesRequired(schema, operation));
  }
  return inOrder(clients);
}

const operationsOf = ({ definitions }: DocumentNode): readonly OperationDefinitionNode[] =>
  definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);

interface Manifest {
  readonly operations: readonly { readonly body: string }[];
}

/** What is recorded; nothing when nothing was. */
export async function readUsage(): Promise<RecordedUsage> {
  return JSON.parse((await readText(USAGE_FILE)) ?? '{}'); // our own file
}

/** Undefined when there is no such file. */
const readText = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });

/** Names in order, so that a change shows as what it is. */
export function inOrder(clients: ReadonlyMap<string, ReadonlySet<string>>): RecordedUsage {
  const names = [...clients.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, [...(clients.get(name) ?? [])].sort()]));
}
