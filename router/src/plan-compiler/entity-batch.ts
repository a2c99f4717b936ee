import { type DocumentNode, Kind, print, type SelectionSetNode, stripIgnoredCharacters, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { SubgraphRequest } from '../subgraph-client/subgraph-answer.js';
import type { Fetch } from './compile-plan.js';

/** What a fetch asks of entities, in parts from which a document for several fetches can be put together. */
export interface EntitySelection {
  /** `{...on User{name}}` */
  readonly selection: string;
  /** `$first:Int=2`, by name, without the representations. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Takes a fetch of entities apart; undefined for a document that has more in it than that. */
export function entitySelectionOf({ definitions }: DocumentNode): EntitySelection | undefined {
  const [operation, ...others] = definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0 || operation.directives?.length)
    return undefined;
  const [field, ...fields] = operation.selectionSet.selections;
  if (field?.kind !== Kind.FIELD || fields.length > 0 || field.name.value !== '_entities' || !field.selectionSet) {
    return undefined;
  }
  const definitionsOf = (operation.variableDefinitions ?? []).map(
    (definition) => [definition.variable.name.value, stripIgnoredCharacters(print(definition))] as const,
  );
  return {
    selection: stripIgnoredCharacters(print(field.selectionSet)),
    variables: new Map(definitionsOf.filter(([name]) => name !== 'representations')),
  };
}

/** One list of entities in a document, by a name of its own: `0`, or `0_3` where a group has several. */
export interface BatchPart {
  readonly name: string;
  readonly fetch: Fetch;
}

/** Name of a part's list of representations in a document. */
export const listName = ({ name }: BatchPart): string => `representations_${name}`;
/** Name under which a part's entities are answered. */
export const answerName = ({ name }: BatchPart): string => `_entities_${name}`;
/** Name of a variable whose value differs from part to part. */
export const partVariable = (variable: string, { name }: BatchPart): string => `${variable}_${name}`;

/** Which parts of a call have anything to ask depends on the data: so many combinations are remembered by their first fetch. */
const MAX_COMBINATIONS = 16;

const requests = new WeakMap<Fetch, LRUCache<string, SubgraphRequest>>();

/** The request that asks for several parts at once; undefined when their variables do not fit together. */
export function batchRequest(parts: readonly BatchPart[]): SubgraphRequest | undefined {
  const first = parts[0]?.fetch;
  if (first === undefined) return undefined;
  const key = parts.map(({ name }) => name).join(' ');
  let known = requests.get(first);
  if (known === undefined) {
    known = new LRUCache({ max: MAX_COMBINATIONS });
    requests.set(first, known);
  }
  const request = known.get(key);
  if (request !== undefined) return request;
  const document = printBatch(parts);
  if (document === undefined) return undefined;
  const made = { subgraph: first.subgraph, isMutation: false, document, operationName: undefined };
  known.set(key, made);
  return made;
}

function printBatch(parts: readonly BatchPart[]): string | undefined {
  const variables = new Map<string, string>();
  for (const part of parts) {
    const own = [[listName(part), `$${listName(part)}:[_Any!]!`] as const, ...variablesOf(part)];
    for (const [name, definition] of own) {
      if ((variables.get(name) ?? definition) !== definition) return undefined;
      variables.set(name, definition);
    }
  }
  const fields = parts.map(
    (part) => `${answerName(part)}:_entities(representations:$${listName(part)})${selectionOf(part)}`,
  );
  return `query(${[...variables.values()].join(',')}){${fields.join(' ')}}`;
}

const isContextual = ({ contextual }: Fetch, name: string): boolean =>
  contextual.some(({ variable }) => variable === name);

function variablesOf(part: BatchPart): readonly (readonly [name: string, definition: string])[] {
  const { fetch } = part;
  return [...(fetch.entities?.variables ?? [])].map(([name, definition]) => {
    if (!isContextual(fetch, name)) return [name, definition];
    const own = partVariable(name, part);
    return [own, definition.replace(`$${name}`, () => `$${own}`)];
  });
}

function selectionOf(part: BatchPart): string {
  const { fetch } = part;
  if (fetch.contextual.length === 0) return fetch.entities?.selection ?? '';
  const renamed: SelectionSetNode = visit(fetch.selection, {
    Variable: ({ kind, name }) =>
      isContextual(fetch, name.value)
        ? { kind, name: { kind: Kind.NAME, value: partVariable(name.value, part) } }
        : undefined,
  });
  return stripIgnoredCharacters(print(renamed));
}
