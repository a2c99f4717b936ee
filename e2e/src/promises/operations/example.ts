import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillPlaceholders } from '@fleetgraph/schema/fill-placeholders';
import { type DocumentNode, Kind, parse } from 'graphql';

const FOLDER = fileURLToPath(new URL('../../../../schema/operations', import.meta.url));

/** One example operation of `schema/operations`. */
export interface Example {
  /** `customer/hold-basket`. */
  readonly name: string;
  readonly kind: string;
  readonly query: string;
  readonly document: DocumentNode;
}

/** Every example, by name. */
export function loadExamples(): Example[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .map((file) =>
      file
        .split(path.sep)
        .join('/')
        .replace(/\.graphql$/, ''),
    )
    .sort()
    .map(loadExample);
}

/** One example by its name. */
export function loadExample(name: string): Example {
  const query = readFileSync(path.join(FOLDER, `${name}.graphql`), 'utf8');
  return { name, kind: name.split('/')[0] ?? '', query, document: parse(query) };
}

/** Names of the fields of the root that an example asks for. */
export function rootFieldsOf({ document }: Example): string[] {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.flatMap((field) => (field.kind === Kind.FIELD ? [field.name.value] : []))
      : [],
  );
}

/** The variables of an example; `from` placeholders are filled by the answers of other examples. */
export async function variablesOf(
  { name }: Example,
  answerOf: (example: string) => Promise<unknown>,
): Promise<Record<string, unknown>> {
  const file = path.join(FOLDER, `${name}.variables.json`);
  if (!existsSync(file)) return {};
  const source = { now: new Date(), newKey: () => crypto.randomUUID() };
  const variables: unknown = JSON.parse(fillPlaceholders(readFileSync(file, 'utf8'), source));
  return (await fillFrom(variables, answerOf)) as Record<string, unknown>; // filling keeps the shape
}

async function fillFrom(value: unknown, answerOf: (example: string) => Promise<unknown>): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => fillFrom(item, answerOf)));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(async ([key, item]) => [key, await fillFrom(item, answerOf)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }
  const [, example, steps] = typeof value === 'string' ? (/^\{\{from ([^:]+): (.+)\}\}$/.exec(value) ?? []) : [];
  if (example === undefined || steps === undefined) return value;
  const found = steps.split('/').reduce(stepInto, await answerOf(example));
  if (found === undefined || found === null) throw new Error(`${example} did not answer ${steps}.`);
  return found;
}

function stepInto(value: unknown, step: string): unknown {
  const [, key = '', wanted] = /^\[(.+)=(.+)\]$/.exec(step) ?? [];
  if (wanted === undefined) return (value as Record<string, unknown> | null | undefined)?.[step];
  const list = Array.isArray(value) ? value : [];
  return list.find((item) => key.split('.').reduce(stepInto, item) === wanted);
}
