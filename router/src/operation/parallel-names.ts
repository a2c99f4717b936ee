import { type FieldNode, print, type SelectionSetNode, visit } from 'graphql';
import { responseNameOf } from '../plan-compiler/selections.js';
import type { ParsedOperation } from './parsed-operation.js';
import { writtenOut } from './written-out.js';

/**
 * Names under which one place of an answer may have several fields, as `{ ... on Film { owner { x: name } } ... on Song {
 * owner { x: email } } }` has at `owner`: with every such field of the operation, each once. A plan has one path to all
 * owners, and the planner keeps one of both fields.
 */
export type ParallelNames = ReadonlyMap<string, readonly string[]>;

/** What a field asks for, whatever it is called. */
export const askedBy = ({ name, arguments: given = [] }: FieldNode): string =>
  `${name.value}(${given.map(print).sort().join()})`;

type Operation = Pick<ParsedOperation, 'document' | 'definition' | 'fragments'>;

/** Finds such names; takes as many steps as there are fields, fragments written out. */
export function parallelNames({ document, definition, fragments }: Operation): ParallelNames {
  const found = new Map<string, Set<string>>();
  lookAt([definition.selectionSet], fragments, (name) => found.set(name, new Set()));
  if (found.size > 0) visit(document, { Field: (node) => void found.get(responseNameOf(node))?.add(askedBy(node)) });
  return new Map([...found].map(([name, asked]) => [name, [...asked]]));
}

/** Looks at one place of the answer, and at all below it. */
function lookAt(
  sets: readonly SelectionSetNode[],
  fragments: Operation['fragments'],
  tell: (name: string) => void,
): void {
  const fields = sets.flatMap((set) => writtenOut(set, fragments));
  for (const [name, same] of Map.groupBy(fields, responseNameOf)) {
    if (same.length > 1 && new Set(same.map(askedBy)).size > 1) tell(name);
    const below = same.map(({ selectionSet }) => selectionSet).filter((set) => set !== undefined);
    if (below.length > 0) lookAt(below, fragments, tell);
  }
}
