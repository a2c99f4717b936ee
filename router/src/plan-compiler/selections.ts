import { type FieldNode, type GraphQLSchema, Kind, print, type SelectionSetNode } from 'graphql';
import { isOfType } from '../plan-executor/runtime-type.js';

/** Name under which a field is answered. */
export const responseNameOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** All fields of a selection without named fragments, on whatever types. */
export function fieldsOf({ selections }: SelectionSetNode): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet) : [];
  });
}

/** Whether one of these names is answered on the uppermost level. */
export const selectsAny = (set: SelectionSetNode, names: ReadonlySet<string>): boolean =>
  fieldsOf(set).some((field) => names.has(responseNameOf(field)));

/** What a selection asks of an object of one type: by the name of the answer, each field's text. */
export function textsOn(
  schema: GraphQLSchema,
  typeName: string,
  { selections }: SelectionSetNode,
): Map<string, string> {
  const texts = new Map<string, string>();
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) texts.set(responseNameOf(selection), print(selection));
    else if (
      selection.kind === Kind.INLINE_FRAGMENT &&
      applies(schema, typeName, selection.typeCondition?.name.value)
    ) {
      for (const [name, text] of textsOn(schema, typeName, selection.selectionSet)) texts.set(name, text);
    }
  }
  return texts;
}

const applies = (schema: GraphQLSchema, typeName: string, condition: string | undefined): boolean =>
  condition === undefined || isOfType(schema, { __typename: typeName }, condition, false);

/** A position in an answer: names from the top, lists entered, and what is selected there. */
export interface SelectedPosition {
  readonly names: readonly string[];
  readonly set: SelectionSetNode;
}

/** Every position at which a selection has objects, its own top first. */
export function positionsOf(set: SelectionSetNode, names: readonly string[] = []): readonly SelectedPosition[] {
  const byName = Map.groupBy(fieldsOf(set), responseNameOf);
  const inner = [...byName].flatMap(([name, fields]) => {
    const selections = fields.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
    return selections.length === 0 ? [] : positionsOf({ kind: Kind.SELECTION_SET, selections }, [...names, name]);
  });
  return [{ names, set }, ...inner];
}
