import {
  type DocumentNode,
  type FieldNode,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  separateOperations,
  visit,
} from 'graphql';
import { conditionsToFold, foldConditions } from '../operation/conditions.js';
import { fragmentsOf } from '../operation/parsed-operation.js';
import { isJson } from '../plan-executor/own-properties.js';
import type { RequiredNames } from '../supergraph/required-names.js';
import type { RandomOperation } from './random-operation.js';

/** Stands in objects from which all fields were left out. */
const EMPTIED: FieldNode = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: '__typename' },
  alias: { kind: Kind.NAME, value: 'emptied' },
};

/**
 * The part of an operation that its variables leave, where plain `@apollo/gateway` loses fields beside those that a condition
 * leaves out; undefined where it does not.
 */
export function withoutConditions(
  { query, variables }: RandomOperation,
  names: RequiredNames,
): RandomOperation | undefined {
  const document = parse(query);
  const definition = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (definition === undefined || !conditionsToFold({ document, definition, fragments: fragmentsOf(document) }, names))
    return undefined;
  const folded = visit(foldConditions(document, { c: true, ...variables }), {
    SelectionSet({ selections, ...set }: SelectionSetNode) {
      const isEmptied = selections.every((one) => one.kind === Kind.FIELD && one.name.loc === undefined);
      return isEmptied ? { ...set, selections: [EMPTIED] } : undefined;
    },
  });
  return { query: print(withoutUnused(folded)), variables };
}

/** Without fragments and declarations that nothing names any more. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const [operation = document] = Object.values(separateOperations(document));
  const used = new Set<string>();
  visit(operation, {
    VariableDefinition: () => false,
    Variable({ name }) {
      used.add(name.value);
    },
  });
  return visit(operation, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
}

/** An answer without what stands for objects without fields. */
export function withoutEmptied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptied);
  if (!isJson(value)) return value;
  const kept = Object.entries(value).filter(([name]) => name !== 'emptied');
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutEmptied(inner)]));
}
