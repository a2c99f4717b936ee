import { type DocumentNode, Kind, print, stripIgnoredCharacters } from 'graphql';
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

/** Name of a group's list of representations in a document. */
export const listName = (group: number): string => `representations_${group}`;
/** Name under which a group's entities are answered. */
export const answerName = (group: number): string => `_entities_${group}`;

const requests = new WeakMap<Fetch, Map<string, SubgraphRequest>>();

/** The request that asks for several groups at once; undefined when their variables do not fit together. */
export function batchRequest(groups: readonly (readonly [number, Fetch])[]): SubgraphRequest | undefined {
  const [[, first] = []] = groups;
  if (first === undefined) return undefined;
  const key = groups.map(([group]) => group).join(' ');
  let known = requests.get(first);
  if (known === undefined) {
    known = new Map();
    requests.set(first, known);
  }
  const request = known.get(key);
  if (request !== undefined) return request;
  const document = printBatch(groups);
  if (document === undefined) return undefined;
  const made = { subgraph: first.subgraph, isMutation: false, document, operationName: undefined };
  known.set(key, made);
  return made;
}

function printBatch(groups: readonly (readonly [number, Fetch])[]): string | undefined {
  const variables = new Map<string, string>();
  for (const [group, { entities }] of groups) {
    const own = [[listName(group), `$${listName(group)}:[_Any!]!`] as const, ...(entities?.variables ?? [])];
    for (const [name, definition] of own) {
      if ((variables.get(name) ?? definition) !== definition) return undefined;
      variables.set(name, definition);
    }
  }
  const fields = groups.map(
    ([group, { entities }]) =>
      `${answerName(group)}:_entities(representations:$${listName(group)})${entities?.selection ?? ''}`,
  );
  return `query(${[...variables.values()].join(',')}){${fields.join(' ')}}`;
}
