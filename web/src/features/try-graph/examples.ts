import { fillPlaceholders } from '@fleetgraph/schema/fill-placeholders';

const FILES = import.meta.glob<string>('../../../../schema/operations/**/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const VARIABLES = import.meta.glob<string>('../../../../schema/operations/**/*.variables.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const ORDER = ['stranger', 'customer', 'partner', 'analyst', 'agent', 'technician', 'finance', 'admin'];

/** An operation that is ready to run. */
export interface Example {
  title: string;
  query: string;
  variables: string;
}

/** The example operations of `schema/operations`, by kind of user; tests run the same files. */
export function examplesByKind(): [kind: string, examples: Example[]][] {
  const kinds = new Map<string, Example[]>();
  const source = { now: new Date(), newKey: () => crypto.randomUUID() };
  for (const [path, query] of Object.entries(FILES)) {
    const [kind = '', file = ''] = path.split('/').slice(-2);
    const variables = fillPlaceholders(VARIABLES[path.replace(/\.graphql$/, '.variables.json')] ?? '', source);
    kinds.set(kind, [...(kinds.get(kind) ?? []), { title: titleOf(file), query, variables }]);
  }
  const rank = (kind: string) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  return [...kinds].sort(([one], [other]) => rank(one) - rank(other));
}

function titleOf(file: string): string {
  const words = file.replace(/\.graphql$/, '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
