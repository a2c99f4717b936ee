import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';

/** A document without named fragments: each is written where it was named. */
export function withoutSpreads(document: DocumentNode): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  if (fragments.size === 0) return document;
  const definitions = document.definitions.filter(({ kind }) => kind !== Kind.FRAGMENT_DEFINITION);
  return visit(
    { ...document, definitions },
    {
      // What `enter` returns is visited in its turn, so fragments in fragments are written out, too.
      FragmentSpread({ name, directives = [] }) {
        const fragment = fragments.get(name.value);
        if (fragment === undefined) throw new Error(`The planner names a fragment "${name.value}" that it lacks.`);
        const { typeCondition, selectionSet } = fragment;
        return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
      },
    },
  );
}

/** What an entity fetch asks of its entities, as `Type.field`. */
export function entityFieldsOf(document: DocumentNode): readonly string[] {
  const fields = new Set<string>();
  filterEntities(document, (field) => Boolean(fields.add(field)));
  return [...fields];
}

/** The same document for some of these fields, and the variables that are left in it. */
export function withEntityFields(
  document: DocumentNode,
  fields: ReadonlySet<string>,
): { document: DocumentNode; variables: ReadonlySet<string> } {
  return withoutUnused(filterEntities(document, (field) => fields.has(field)));
}

/** A document without variables that it declares only, and those that are left. */
export function withoutUnused(document: DocumentNode): { document: DocumentNode; variables: ReadonlySet<string> } {
  const variables = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void variables.add(name.value),
  });
  const kept: DocumentNode = visit(document, {
    VariableDefinition: ({ variable }) => (variables.has(variable.name.value) ? false : null),
  });
  return { document: kept, variables };
}

function filterEntities(document: DocumentNode, keeps: (field: string) => boolean): DocumentNode {
  const filter = (selections: readonly SelectionNode[], type: string): readonly SelectionNode[] =>
    selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return keeps(`${type}.${selection.name.value}`) ? [selection] : [];
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
      const below = filter(selection.selectionSet.selections, selection.typeCondition?.name.value ?? type);
      return below.length === 0
        ? []
        : [{ ...selection, selectionSet: { kind: Kind.SELECTION_SET, selections: below } }];
    });
  const filterOperation = (operation: OperationDefinitionNode): OperationDefinitionNode => ({
    ...operation,
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: operation.selectionSet.selections.map((field) =>
        field.kind === Kind.FIELD && field.selectionSet
          ? { ...field, selectionSet: { ...field.selectionSet, selections: filter(field.selectionSet.selections, '') } }
          : field,
      ),
    },
  });
  return {
    ...document,
    definitions: document.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? filterOperation(definition) : definition,
    ),
  };
}
