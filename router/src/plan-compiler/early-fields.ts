import { type DirectiveNode, type FieldNode, Kind, type SelectionNode, type SelectionSetNode, visit } from 'graphql';
import type { Requirements, SubgraphRequirements } from '../supergraph/requirements.js';
import { namesOn, type PlanLeaf, represents } from './plan-leaf.js';
import { fieldsOf, responseNameOf, selectionOf } from './selections.js';

/** A field that a fetch asks for where its subgraph has not been given what it requires, or cannot know it at all. */
export interface EarlyField {
  readonly field: FieldNode;
  /** Any of these may be asked for it. */
  readonly subgraphs: readonly string[];
  /** Type of the objects that have it. */
  readonly type: string;
  /** Where they are, from the top; `@` steps into a list. */
  readonly path: readonly string[];
  /** `@skip` and `@include` on the way to it. */
  readonly conditions: readonly DirectiveNode[];
}

/** Tells such fields apart. */
export const keyOf = ({ type, path, field }: EarlyField): string => [type, ...path, responseNameOf(field)].join('.');

/** What a fetch asks too early, but for what is to be left there; and its rest, undefined when nothing else was in it. */
export function withoutEarlyFields(
  leaf: PlanLeaf,
  all: Requirements,
  left: ReadonlySet<string>,
): { readonly early: readonly EarlyField[]; readonly rest: PlanLeaf | undefined } {
  const { fetch, place } = leaf;
  const requirements = all.get(fetch.serviceName);
  if (!requirements?.names?.test(fetch.operation)) return { early: [], rest: leaf };
  const { document } = leaf;
  const cut: Cut = { leaf, requirements, left, early: [] };
  const type = fetch.requires === undefined ? ROOT_TYPES[fetch.operationKind] : '';
  const whole = selectionOf(document);
  const kept = withoutEarly(cut, whole, { type, path: place.path, conditions: [] });
  if (cut.early.length === 0) return { early: [], rest: leaf };
  if (kept.selections.length === 0) return { early: cut.early, rest: undefined };
  const rest = leaf.withDocument(visit(document, { SelectionSet: (set) => (set === whole ? kept : undefined) }));
  return { early: cut.early, rest };
}

const ROOT_TYPES = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

/** A document that loses fields. */
interface Cut {
  readonly leaf: PlanLeaf;
  readonly requirements: SubgraphRequirements;
  readonly left: ReadonlySet<string>;
  readonly early: EarlyField[];
}

type Position = Pick<EarlyField, 'type' | 'path' | 'conditions'>;

function withoutEarly(cut: Cut, { selections }: SelectionSetNode, position: Position): SelectionSetNode {
  return setOf(selections.flatMap((selection) => keptOf(cut, selection, position)));
}

function keptOf(cut: Cut, selection: SelectionNode, position: Position): readonly SelectionNode[] {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
  const conditions = [...position.conditions, ...(selection.directives ?? [])];
  if (selection.kind === Kind.INLINE_FRAGMENT) {
    const type = narrowed(cut, position.type, selection.typeCondition?.name.value);
    const below = withoutEarly(cut, selection.selectionSet, { ...position, type, conditions });
    return below.selections.length === 0 ? [] : [{ ...selection, selectionSet: below }];
  }
  const key = `${position.type}.${selection.name.value}`;
  const subgraphs = rightOnes(cut, key, position);
  const early = subgraphs && { ...position, field: selection, subgraphs };
  if (early !== undefined && !cut.left.has(keyOf(early))) {
    cut.early.push(early);
    return [];
  }
  const { name = '', lists = 0 } = cut.requirements.typeOf(key) ?? {};
  if (selection.selectionSet === undefined) return [selection];
  const path = [...position.path, responseNameOf(selection), ...Array<string>(lists).fill('@')];
  const below = withoutEarly(cut, selection.selectionSet, { type: name, path, conditions });
  return [{ ...selection, selectionSet: below.selections.length === 0 ? TYPENAME : below }];
}

/** The type of an object is known for good, that of others is what the fragment says. */
function narrowed({ requirements }: Cut, type: string, condition: string | undefined): string {
  return condition === undefined || requirements.isObject(type) ? type : condition;
}

/** Whom to ask instead; undefined when nothing is wrong with a field. */
function rightOnes(cut: Cut, key: string, position: Position): readonly string[] | undefined {
  const requirement = cut.requirements.fields.get(key);
  const isEarly = requirement !== undefined && !isGiven(cut, requirement, position);
  return isEarly ? [cut.leaf.fetch.serviceName] : cut.requirements.foreign.get(key);
}

/** A subgraph knows what it provides there itself, and what it is told of the entities that it is asked for. */
function isGiven({ leaf, requirements }: Cut, requirement: SelectionSetNode, { type, path }: Position): boolean {
  const names = namesOn(path);
  const isOf = (condition = type) => condition === type || !requirements.isObject(condition);
  const told = path.length > leaf.place.path.length ? [] : (leaf.fetch.requires ?? []);
  const toldOfType = told.filter((selection) => selection.kind === 'Field' || isOf(selection.typeCondition));
  const provides = (way: readonly string[]) =>
    !requirements.foreign.has(`${type}.${way[0]}`) && leaf.asksFor([...names, ...way]);
  return pathsIn(requirement).every((way) => represents(toldOfType, way) || provides(way));
}

/** The names on the ways to everything that has nothing below it. */
export function pathsIn(set: SelectionSetNode): readonly (readonly string[])[] {
  return fieldsOf(set).flatMap((field) => {
    const below = field.selectionSet === undefined ? [[]] : pathsIn(field.selectionSet);
    return below.map((way) => [responseNameOf(field), ...way]);
  });
}

const setOf = (selections: readonly SelectionNode[]): SelectionSetNode => ({ kind: Kind.SELECTION_SET, selections });

/** An object of which nothing else is left to ask. */
const TYPENAME = setOf([{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }]);
