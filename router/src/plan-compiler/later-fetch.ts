import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, OperationTypeNode, parse, print, type SelectionSetNode } from 'graphql';
import type { Requirements } from '../supergraph/requirements.js';
import { type EarlyField, pathsIn } from './early-fields.js';
import { namesOn, PlanLeaf } from './plan-leaf.js';

/**
 * The entity fetch of a field that another fetch has asked for too early; undefined when there is no key for it in what
 * fetches before it bring.
 */
export function laterFetch(
  early: EarlyField,
  { document, place }: PlanLeaf,
  { requirements, before }: { readonly requirements: Requirements; readonly before: readonly PlanLeaf[] },
): PlanLeaf | undefined {
  const { type, path, field, subgraphs } = early;
  const isThere = (name: readonly string[]) => before.some((leaf) => leaf.asksFor([...namesOn(path), ...name]));
  for (const serviceName of subgraphs) {
    const subgraph = requirements.get(serviceName);
    const key = subgraph?.keys.get(type)?.find((one) => pathsIn(one).every(isThere));
    if (key === undefined) continue;
    const requirement = subgraph?.fields.get(`${type}.${field.name.value}`);
    const selections = [TYPENAME, ...representationOf(key), ...(requirement ? representationOf(requirement) : [])];
    const empty: FetchNode = {
      kind: 'Fetch',
      serviceName,
      requires: [{ kind: 'InlineFragment', typeCondition: type, selections }],
      operation: '',
      operationName: undefined,
      operationKind: OperationTypeNode.QUERY,
    };
    return new PlanLeaf(empty, { ...place, path }).withDocument(documentOf(early, document));
  }
  return undefined;
}

/** May declare more variables than it uses. */
function documentOf({ type, field, conditions }: EarlyField, { definitions }: DocumentNode): DocumentNode {
  const declared = definitions
    .flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
    )
    .filter(({ variable }) => variable.name.value !== 'representations');
  const variables = ['$representations: [_Any!]!', ...declared.map(print)].join();
  const selection = conditions.reduceRight((below, condition) => `... ${print(condition)} { ${below} }`, print(field));
  return parse(
    `query (${variables}) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`,
    { noLocation: true },
  );
}

const TYPENAME: QueryPlanSelectionNode = { kind: 'Field', name: '__typename' };

/** Without arguments: what plans read for themselves is answered under the field's own name. */
function representationOf({ selections }: SelectionSetNode): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const below = selection.selectionSet && { selections: representationOf(selection.selectionSet) };
    if (selection.kind === Kind.FIELD) return [{ kind: 'Field', name: selection.name.value, ...below }];
    const condition = selection.typeCondition && { typeCondition: selection.typeCondition.name.value };
    return [{ kind: 'InlineFragment', selections: [], ...condition, ...below }];
  });
}
