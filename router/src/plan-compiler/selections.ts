import { type DocumentNode, type FieldNode, type GraphQLSchema, Kind, print, type SelectionSetNode } from 'graphql';
import { isOfType } from '../plan-executor/runtime-type.js';

/** Name under which a field is answered. */
export const responseNameOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** What a fetch asks of the root, or of each entity. */
export function selectionOf({ definitions }: DocumentNode): SelectionSetNode {
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('The planner made a fetch without an operation.');
  const [field] = operation.selectionSet.selections;
  const isEntities = field?.kind === Kind.FIELD && field.name.value === '_entities';
  return (isEntities && field.selectionSet) || operation.selectionSet;
}

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

/** What a selection asks of an object of one type: by the name of the answer, the texts of its fields, each once. */
export function textsOn(
  schema: GraphQLSchema,
  typeName: string,
  set: SelectionSetNode,
): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = Map.groupBy(fieldsOn(schema, typeName, set), responseNameOf);
  return new Map([...fields].map(([name, nodes]) => [name, new Set(nodes.map(print))]));
}

function fieldsOn(schema: GraphQLSchema, typeName: string, { selections }: SelectionSetNode): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const isFor =
      selection.kind === Kind.INLINE_FRAGMENT && applies(schema, typeName, selection.typeCondition?.name.value);
    return isFor ? fieldsOn(schema, typeName, selection.selectionSet) : [];
  });
}

const applies = (schema: GraphQLSchema, typeName: string, condition: string | undefined): boolean =>
  condition === undefined || isOfType(schema, { __typename: typeName }, condition, false);

/** The names of an answer, each with those below it; a scalar has none. */
export type NameTree = ReadonlyMap<string, NameTree | undefined>;

/** The names that a selection is answered by, on whatever types. */
export const namesIn = (set: SelectionSetNode): NameTree => namesOfFields(fieldsOf(set));

function namesOfFields(fields: readonly FieldNode[]): NameTree {
  const byName = Map.groupBy(fields, responseNameOf);
  return new Map(
    [...byName].map(([name, nodes]) => {
      const sets = nodes.map(({ selectionSet }) => selectionSet).filter((set) => set !== undefined);
      return [name, sets.length === 0 ? undefined : namesOfFields(sets.flatMap(fieldsOf))];
    }),
  );
}

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
