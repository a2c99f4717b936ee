import { type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { RouterLimits } from '../config/limits-section.js';
import { routerError } from '../router-error.js';
import { OperationRefused } from './operation-refused.js';
import type { ParsedOperation } from './prepare-operation.js';

/** How large an operation may be. */
export type OperationLimits = Pick<
  RouterLimits,
  'maxDepth' | 'maxFields' | 'maxRootFields' | 'maxAliases' | 'maxDirectives' | 'maxTokens' | 'maxCost'
>;

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields on the uppermost level. */
  readonly top: number;
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, directives: 0, top: 0 };

/** Refuses an operation that is larger than allowed; the error names every limit that it breaks. */
export function assertWithinLimits(operation: ParsedOperation, limits: OperationLimits): void {
  const { depth, fields, aliases, directives, top } = measure(operation);
  const faults = [
    exceeds('depth', depth, limits.maxDepth),
    exceeds('fields', fields, limits.maxFields),
    exceeds('aliases', aliases, limits.maxAliases),
    exceeds('directives', directives, limits.maxDirectives),
    exceeds('rootFields', top, limits.maxRootFields),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new OperationRefused(faults);
}

function exceeds(limit: string, value: number, max: number) {
  if (value <= max) return undefined;
  const message = `The operation exceeds the limit of ${max} for ${limit}.`;
  return routerError('LIMIT_EXCEEDED', message, { extensions: { limit, max } });
}

/** Fragments are measured once each, so that nested spreads cost no more than their text. */
function measure({ definition, fragments }: ParsedOperation): Size {
  const known = new Map<string, Size>();

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
    if (measured !== undefined) return measured;
    known.set(name, NOTHING); // a cycle ends here; validation refuses it later
    const fragment = fragments.get(name);
    const size = fragment === undefined ? NOTHING : ofSet(fragment.selectionSet);
    known.set(name, size);
    return size;
  };

  return sideBySide(ofSet(definition.selectionSet), { ...NOTHING, directives: definition.directives?.length ?? 0 });
}

const sideBySide = (one: Size, other: Size): Size => ({
  depth: Math.max(one.depth, other.depth),
  fields: one.fields + other.fields,
  aliases: one.aliases + other.aliases,
  directives: one.directives + other.directives,
  top: one.top + other.top,
});
