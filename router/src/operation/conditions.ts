import { type DirectiveNode, type DocumentNode, type FieldNode, Kind, type SelectionSetNode, visit } from 'graphql';
import type { RequiredNames } from '../supergraph/required-names.js';
import type { ParsedOperation } from './parsed-operation.js';
import { isMutationInParts, withMutationsWrittenOut } from './written-out.js';

/** Values of the Boolean variables on which an operation's fields depend. */
export type Conditions = Readonly<Record<string, unknown>>;

/** The Boolean variables of `@skip` and `@include` in an operation. */
export function conditionNamesOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      if (!isCondition(directive)) return;
      for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}

/**
 * The conditions for which an operation is planned one by one, because the planner puts all that is fetched together under
 * the condition of what some of it waits for: it loses fields with `@fromContext`, and asks for what a skipped field
 * `@requires` as if it were wanted, so that the fields beside it are not fetched; and it puts together the fields of a
 * mutation that have one condition. Undefined where it has none.
 */
export function conditionsToFold(
  { document, definition, fragments }: Pick<ParsedOperation, 'document' | 'definition' | 'fragments'>,
  { ofContext, requiring }: Pick<RequiredNames, 'ofContext' | 'requiring'>,
): readonly string[] | undefined {
  const isNeeded =
    isMutationInParts(definition) ||
    (ofContext.size > 0 && asksForAny(document, ofContext)) ||
    (requiring.size > 0 && new ConditionalFields(fragments, requiring).areIn(definition.selectionSet, false));
  return isNeeded ? conditionNamesOf(document) : undefined;
}

function asksForAny(document: DocumentNode, names: ReadonlySet<string>): boolean {
  let isAsked = false;
  visit(document, {
    Field({ name }) {
      isAsked ||= names.has(name.value);
    },
  });
  return isAsked;
}

/** Looks for fields with certain names that a condition can leave out while others of their object stay. */
class ConditionalFields {
  /** Fragments that have been looked at, on their way to fields and under a condition. */
  readonly #seen = [new Set<string>(), new Set<string>()] as const;

  constructor(
    readonly fragments: ParsedOperation['fragments'],
    readonly names: ReadonlySet<string>,
  ) {}

  areIn({ selections }: SelectionSetNode, isConditional: boolean): boolean {
    return selections.some((selection) => {
      const depends = isConditional || (selection.directives?.some(isCondition) ?? false);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#areInFragment(selection.name.value, depends);
      if (selection.kind === Kind.INLINE_FRAGMENT) return this.areIn(selection.selectionSet, depends);
      if (depends && this.names.has(selection.name.value)) return true;
      return selection.selectionSet !== undefined && this.areIn(selection.selectionSet, false);
    });
  }

  #areInFragment(name: string, isConditional: boolean): boolean {
    const seen = this.#seen[isConditional ? 1 : 0];
    const fragment = this.fragments.get(name);
    if (fragment === undefined || seen.has(name)) return false;
    seen.add(name);
    return this.areIn(fragment.selectionSet, isConditional);
  }
}

/** One text for each combination of their values. */
export const maskOf = (names: readonly string[], values: Conditions): string =>
  names.map((name) => (values[name] === true ? '1' : '0')).join('');

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** The part of a document that is asked for with these values, without conditions; mutations without fragments around it. */
export function foldConditions(document: DocumentNode, values: Conditions): DocumentNode {
  const fold = <Node extends { readonly directives?: readonly DirectiveNode[] }>(node: Node) => {
    const kept = node.directives?.filter((directive) => !isCondition(directive)) ?? [];
    const conditions = node.directives?.filter(isCondition) ?? [];
    if (conditions.some((directive) => !isMet(directive, values))) return null;
    return conditions.length === 0 ? undefined : { ...node, directives: kept };
  };
  const folded: DocumentNode = visit(document, {
    Field: { enter: fold },
    InlineFragment: { enter: fold },
    FragmentSpread: { enter: fold },
    SelectionSet: {
      leave: (set: SelectionSetNode) => (set.selections.length === 0 ? { ...set, selections: [TYPENAME] } : undefined),
    },
  });
  return withMutationsWrittenOut(folded);
}

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

function isMet({ name, arguments: given = [] }: DirectiveNode, values: Conditions): boolean {
  const value = given[0]?.value;
  const isTrue =
    value?.kind === Kind.VARIABLE ? values[value.name.value] === true : value?.kind === Kind.BOOLEAN && value.value;
  return name.value === 'include' ? isTrue === true : isTrue !== true;
}
