import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type ListValueNode,
  type ObjectValueNode,
  visit,
} from 'graphql';
import type { RouterLimits } from '../config/limits-section.js';
import { routerError } from '../router-error.js';
import { measure, mostRepeats, type Size } from './measure.js';
import { OperationRefused } from './operation-refused.js';
import { fragmentsOf } from './parsed-operation.js';

/** How large an operation may be. */
export type OperationLimits = Pick<
  RouterLimits,
  | 'maxDepth'
  | 'maxFields'
  | 'maxRootFields'
  | 'maxAliases'
  | 'maxDirectives'
  | 'maxFragments'
  | 'maxRepeats'
  | 'maxListLength'
  | 'maxTokens'
  | 'maxCost'
  | 'maxIntrospections'
  | 'maxVariablesBytes'
  | 'maxAnswerBytes'
>;

/** Refuses a document of which any operation is larger than allowed; the error names every limit that it breaks. */
export function assertWithinLimits(document: DocumentNode, limits: OperationLimits): void {
  const fragments = fragmentsOf(document);
  // Validation looks at every operation of a document, so each of them is measured.
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const spread = new Set<FragmentDefinitionNode>();
  const sizes = operations.map((definition) => measure(definition, fragments, spread));
  const largest = (part: keyof Size) => Math.max(...sizes.map((size) => size[part]));
  const faults = [
    exceeds('depth', largest('depth'), limits.maxDepth),
    exceeds('fields', largest('fields'), limits.maxFields),
    exceeds('aliases', largest('aliases'), limits.maxAliases),
    exceeds('directives', largest('directives') + directivesBeside(document), limits.maxDirectives),
    exceeds('rootFields', largest('top'), limits.maxRootFields),
    exceeds('fragments', fragments.size, limits.maxFragments),
    ...listFaults(document, limits),
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new OperationRefused(faults);
  assertAllSpread(document, spread);
  // Only now: these are as many steps as there are fields.
  const repeats = exceeds(
    'repeats',
    Math.max(...operations.map((each) => mostRepeats(each, fragments))),
    limits.maxRepeats,
  );
  if (repeats !== undefined) throw new OperationRefused([repeats]);
}

/** Refuses in the words of validation, which looks into them, too, fragments that stand in no operation. */
function assertAllSpread({ definitions }: DocumentNode, spread: ReadonlySet<FragmentDefinitionNode>): void {
  const idle = definitions
    .filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
    .find((fragment) => !spread.has(fragment));
  if (idle === undefined) return;
  const name = idle.name.value;
  const isNamedTwice = [...spread].some((fragment) => fragment.name.value === name);
  const message = isNamedTwice
    ? `There can be only one fragment named "${name}".`
    : `Fragment "${name}" is never used.`;
  throw new OperationRefused([routerError('GRAPHQL_VALIDATION_FAILED', message, { nodes: idle })]);
}

/** How deep values may lie in one another, in a document or in variables: deeper than any input type of a person. */
export const MAX_VALUE_DEPTH = 64;

/** The refusal of a value above its limit. */
export function exceeds(limit: string, value: number, max: number): GraphQLError | undefined {
  if (value <= max) return undefined;
  const message = `The operation exceeds the limit of ${max} for ${limit}.`;
  return routerError('LIMIT_EXCEEDED', message, { extensions: { limit, max } });
}

/** Directives that stand on definitions: they are written once, however often a fragment is spread. */
function directivesBeside(document: DocumentNode): number {
  let count = 0;
  const add = ({ directives = [] }: { readonly directives?: readonly unknown[] | undefined }) => {
    count += directives.length;
  };
  visit(document, { OperationDefinition: add, VariableDefinition: add, FragmentDefinition: add });
  return count;
}

function listFaults(document: DocumentNode, { maxListLength }: OperationLimits): (GraphQLError | undefined)[] {
  let [longest, depth, deepest] = [0, 0, 0];
  const nested = {
    enter(node: ListValueNode | ObjectValueNode) {
      deepest = Math.max(deepest, ++depth);
      if (node.kind === Kind.LIST) longest = Math.max(longest, node.values.length);
    },
    leave() {
      depth--;
    },
  };
  visit(document, { ListValue: nested, ObjectValue: nested });
  return [exceeds('listLength', longest, maxListLength), exceeds('valueDepth', deepest, MAX_VALUE_DEPTH)];
}
