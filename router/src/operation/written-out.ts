import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  separateOperations,
} from 'graphql';
import { fragmentsOf, type ParsedOperation } from './parsed-operation.js';

/** The fields of a selection, on whatever types, those of its fragments where these stand. */
export function writtenOut(
  { selections }: SelectionSetNode,
  fragments: ParsedOperation['fragments'],
): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment === undefined ? [] : writtenOut(fragment.selectionSet, fragments);
  });
}

/** Whether fields of a mutation stand in fragments: the planner puts together what it finds in those, out of its order. */
export const isMutationInParts = ({ operation, selectionSet }: OperationDefinitionNode): boolean =>
  operation === 'mutation' && selectionSet.selections.some(({ kind }) => kind !== Kind.FIELD);

/**
 * The fields of mutations without fragments around them: they are executed in the order of the operation. Fragments that
 * nobody names any more are left out, because the planner would use them again.
 */
export function withMutationsWrittenOut(document: DocumentNode): DocumentNode {
  const fragments = fragmentsOf(document);
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION || !isMutationInParts(definition)) return definition;
    const selections = writtenOut(definition.selectionSet, fragments);
    return { ...definition, selectionSet: { ...definition.selectionSet, selections } };
  });
  if (definitions.every((definition, at) => definition === document.definitions[at])) return document;
  const operations = Object.values(separateOperations({ ...document, definitions }));
  return { ...document, definitions: [...new Set(operations.flatMap((operation) => operation.definitions))] };
}
