import { type DocumentNode, Kind, print, stripIgnoredCharacters } from 'graphql';
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

/** Fetches of one call, grouped: those that ask the same of entities share one list of representations. */
export function groupFetches(fetches: readonly Fetch[]): readonly (readonly Fetch[])[] {
  return [...Map.groupBy(fetches, ({ entities }) => entities?.selection ?? '').values()];
}

/** Name of a group's list of representations in a document. */
export const listName = (group: number): string => `representations_${group}`;
/** Name under which a group's entities are answered. */
export const answerName = (group: number): string => `_entities_${group}`;

const documents = new WeakMap<Fetch, Map<string, string>>();

/** The document that asks for several groups at once; undefined when their variables do not fit together. */
export function batchDocument(groups: readonly (readonly [number, Fetch])[]): string | undefined {
  const [[, first] = []] = groups;
  if (first === undefined) return undefined;
  const key = groups.map(([group]) => group).join(' ');
  const known = documents.get(first) ?? new Map<string, string>();
  documents.set(first, known);
  const text = known.get(key) ?? printBatch(groups);
  if (text !== undefined) known.set(key, text);
  return text;
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
