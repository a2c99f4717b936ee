import type { FetchNode } from '@apollo/query-planner';
import { type DocumentNode, Kind } from 'graphql';

/** A variable of a fetch whose value stands above the objects that it is for: an argument with `@fromContext`. */
export interface ContextualArgument {
  readonly variable: string;
  /** How many objects above; lists do not count. */
  readonly levels: number;
  /** From there: names of fields; `... on Type` goes on only with objects of that type. */
  readonly path: readonly string[];
  /** Whether null may be sent. */
  readonly isNullable: boolean;
}

/** The arguments of a fetch that the data gives, as far as its document has them. */
export function contextualArgumentsOf(
  { contextRewrites = [] }: FetchNode,
  { definitions }: DocumentNode,
): readonly ContextualArgument[] {
  if (contextRewrites.length === 0) return [];
  const declared = definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
  );
  return contextRewrites.flatMap(({ path, renameKeyTo: variable }) => {
    const declaration = declared.find((one) => one.variable.name.value === variable);
    if (declaration === undefined) return [];
    const levels = path.findIndex((step) => step !== '..');
    const isNullable = declaration.type.kind !== Kind.NON_NULL_TYPE;
    return [{ variable, levels, path: path.slice(levels), isNullable }];
  });
}

/** Where in the data such a value stands: names from the top. */
export function namesOf({ levels, path }: ContextualArgument, fetchPath: readonly string[]): readonly string[] {
  const names = fetchPath.filter((step) => step !== '@');
  return [...names.slice(0, names.length - levels), ...path.filter((step) => !step.startsWith('... on '))];
}
