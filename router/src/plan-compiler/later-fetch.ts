import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, OperationTypeNode, parse, print, type SelectionSetNode } from 'graphql';
import type { SubgraphRequirements } from '../supergraph/requirements.js';
import { type EarlyField, pathsIn } from './early-fields.js';
import { namesOn, PlanLeaf } from './plan-leaf.js';

/**
 * The entity fetch of a field that another fetch has asked for too early; undefined when those before it do not bring what
 * the field requires, or no key.
 */
export function laterFetch(
  early: EarlyField,
  { fetch, document, place }: PlanLeaf,
  { requirements, before }: { readonly requirements: SubgraphRequirements; readonly before: readonly PlanLeaf[] },
): PlanLeaf | undefined {
  const { type, path, requirement } = early;
  const isThere = (name: readonly string[]) => before.some((leaf) => leaf.asksFor([...namesOn(path), ...name]));
  const areThere = (set: SelectionSetNode) => pathsIn(set).every(isThere);
  const key = requirements.keys.get(type)?.find(areThere);
  if (key === undefined || !areThere(requirement) || !isThere(['__typename'])) return undefined;
  const selections = [TYPENAME, ...representationOf(key), ...representationOf(requirement)];
  const empty: FetchNode = {
    kind: 'Fetch',
    serviceName: fetch.serviceName,
    requires: [{ kind: 'InlineFragment', typeCondition: type, selections }],
    operation: '',
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
  };
  return new PlanLeaf(empty, { ...place, path }).withDocument(documentOf(early, document));
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
