import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type GraphQLSchema, parse } from 'graphql';
import { fieldsAskedFor } from '../fields-asked-for.js';

/** Which fields (`Type.field`) each client asks for. */
export type RecordedUsage = Readonly<Record<string, readonly string[]>>;

/** How names of those begin whose operations stand in this repository; others were seen by a router. */
const OURS = 'operations/';
const WEB_OPERATIONS = 'web/src/graphql/__generated__/persisted-operations.json';

export const USAGE_FILE = 'schema/usage.json';

/** True for a client whose operations stand in this repository. */
export const isOurs = (client: string): boolean => client.startsWith(OURS);

/** What the web app and the example operations of each kind of user ask for. */
export async function usageOfRepository(schema: GraphQLSchema): Promise<RecordedUsage> {
  const clients = new Map<string, Set<string>>();
  const add = (client: string, text: string) => {
    const known = clients.get(client) ?? [];
    clients.set(client, new Set([...known, ...fieldsAskedFor(schema, parse(text))]));
  };
  for await (const file of glob('schema/operations/*/*.graphql'))
    add(OURS + path.basename(path.dirname(file)), await readFile(file, 'utf8'));
  const { operations } = JSON.parse(await readFile(WEB_OPERATIONS, 'utf8')) as Manifest; // the codegen of the web writes it
  for (const { body } of operations) add(`${OURS}web`, body);
  return inOrder(clients);
}

interface Manifest {
  readonly operations: readonly { readonly body: string }[];
}

/** What is recorded; nothing when nothing was. */
export async function readUsage(): Promise<RecordedUsage> {
  const text = await readFile(USAGE_FILE, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return '{}';
    throw cause;
  });
  return JSON.parse(text); // our own file
}

/** Names in order, so that a change shows as what it is. */
export function inOrder(clients: ReadonlyMap<string, ReadonlySet<string>>): RecordedUsage {
  const names = [...clients.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, [...(clients.get(name) ?? [])].sort()]));
}
