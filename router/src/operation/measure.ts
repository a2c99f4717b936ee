import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { routerError } from '../router-error.js';
import { OperationRefused } from './operation-refused.js';

/** What an operation is, fragments written out. */
export interface Size {
  readonly depth: number;
  /** All fields on all levels. */
  readonly fields: number;
  readonly aliases: number;
  /** Directives of selections. */
  readonly directives: number;
  /** Fields on the uppermost level. */
  readonly top: number;
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, directives: 0, top: 0 };

/**
 * Measures an operation. Fragments are measured once each, so that nested spreads cost no more than their text; those that
 * it spreads are added to `spread`. Throws `OperationRefused` when fragments go in circles or are missing.
 */
export function measure(
  definition: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  spread: Set<FragmentDefinitionNode>,
): Size {
  const known = new Map<string, Size | 'under way'>();

  const ofSet = ({ selections }: SelectionSetNode): Size => selections.map(ofSelection).reduce(sideBySide, NOTHING);
  const ofSelection = (selection: SelectionNode): Size =>
    sideBySide(ofContent(selection), { ...NOTHING, directives: selection.directives?.length ?? 0 });
  const ofContent = (selection: SelectionNode): Size => {
    switch (selection.kind) {
      case Kind.FIELD:
        return ofField(selection);
      case Kind.INLINE_FRAGMENT:
        return ofSet(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD:
        return ofFragment(selection.name.value);
    }
  };
  const ofField = ({ alias, selectionSet }: FieldNode): Size => {
    const inner = selectionSet === undefined ? NOTHING : ofSet(selectionSet);
    return {
      ...inner,
      depth: inner.depth + 1,
      fields: inner.fields + 1,
      aliases: inner.aliases + (alias ? 1 : 0),
      top: 1,
    };
  };
  const ofFragment = (name: string): Size => {
    const measured = known.get(name);
    if (measured === 'under way') throw invalid(`Cannot spread fragment "${name}" within itself.`);
    if (measured !== undefined) return measured;
    known.set(name, 'under way');
    const fragment = fragments.get(name);
    if (fragment === undefined) throw invalid(`Unknown fragment "${name}".`);
    spread.add(fragment);
    const size = ofSet(fragment.selectionSet);
    known.set(name, size);
    return size;
  };

  return ofSet(definition.selectionSet);
}

/** Without these two an operation could be endless, or of exponential length without a single field in it. */
const invalid = (message: string): OperationRefused =>
  new OperationRefused([routerError('GRAPHQL_VALIDATION_FAILED', message)]);

const sideBySide = (one: Size, other: Size): Size => ({
  depth: Math.max(one.depth, other.depth),
  fields: one.fields + other.fields,
  aliases: one.aliases + other.aliases,
  directives: one.directives + other.directives,
  top: one.top + other.top,
});

/**
 * How many selections of one place have the same response name at most, objects only: validation compares each with each.
 * Takes as many steps as there are fields, fragments written out.
 */
export function mostRepeats(
  { selectionSet }: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): number {
  const ofPlace = (sets: readonly SelectionSetNode[]): number => {
    const places = new Map<string, SelectionSetNode[]>();
    for (const set of sets) collect(set, places);
    return Math.max(1, ...[...places.values()].map((same) => Math.max(same.length, ofPlace(same))));
  };
  const collect = ({ selections }: SelectionSetNode, into: Map<string, SelectionSetNode[]>): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const set = fragments.get(selection.name.value)?.selectionSet;
        if (set !== undefined) collect(set, into);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, into);
      else if (selection.selectionSet !== undefined) {
        const name = selection.alias?.value ?? selection.name.value;
        const known = into.get(name);
        if (known === undefined) into.set(name, [selection.selectionSet]);
        else known.push(selection.selectionSet);
      }
    }
  };
  return ofPlace([selectionSet]);
}
