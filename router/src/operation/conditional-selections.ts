import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * The planner forgets an object of which every field is conditional, and answers null where the specification wants an
 * empty object. Such a selection gets a `__typename` that nobody sees.
 */
export function withUnconditionalFields(
  document: DocumentNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): DocumentNode {
  const isConditional = (selection: SelectionNode): boolean => {
    if (selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')) return true;
    if (selection.kind === Kind.FIELD) return false;
    const set =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : fragments.get(selection.name.value)?.selectionSet;
    return isAllConditional(set);
  };
  const isAllConditional = (set: SelectionSetNode | undefined) => set?.selections.every(isConditional) ?? false;

  return visit(document, {
    Field(node) {
      if (node.selectionSet === undefined || !isAllConditional(node.selectionSet)) return undefined;
      return {
        ...node,
        selectionSet: { ...node.selectionSet, selections: [...node.selectionSet.selections, TYPENAME] },
      };
    },
  });
}
