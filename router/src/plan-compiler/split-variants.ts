import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { RequiredVariants } from '../supergraph/required-variants.js';
import { entityFieldsOf, withEntityFields, withoutSpreads } from './entity-fields.js';

/**
 * Turns the invisible fields of `withRequiredVariants` back into what subgraphs know: aliases where they are fetched, the
 * field's own name where they are sent. A fetch that would send two under one name becomes one fetch for each.
 */
export function withoutVariants({ node, ...plan }: QueryPlan, variants: RequiredVariants): QueryPlan {
  if (node === undefined) return plan;
  if (node.kind !== 'Subscription') return { ...plan, node: restore(node, variants) };
  const { primary, rest, ...subscription } = node;
  const restored = { ...subscription, primary: restoreDocument(primary, variants) };
  return { ...plan, node: rest === undefined ? restored : { ...restored, rest: restore(rest, variants) } };
}

function restore(node: PlanNode, variants: RequiredVariants): PlanNode {
  switch (node.kind) {
    case 'Fetch': {
      const fetches = split(restoreDocument(node, variants), variants);
      const [only] = fetches;
      return fetches.length === 1 && only !== undefined ? only : { kind: 'Parallel', nodes: fetches };
    }
    case 'Flatten':
      return { ...node, node: restore(node.node, variants) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((below) => restore(below, variants)) };
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause && { ifClause: restore(node.ifClause, variants) }),
        ...(node.elseClause && { elseClause: restore(node.elseClause, variants) }),
      };
    case 'Defer':
      return node;
  }
}

/** In a document a variant is the field under an alias. */
function restoreDocument(fetch: FetchNode, { fields }: RequiredVariants): FetchNode {
  const document = parse(fetch.operation);
  const restored: DocumentNode = visit(document, {
    Field(node) {
      const name = fields.get(node.name.value);
      if (name === undefined) return undefined;
      return { ...node, alias: node.alias ?? node.name, name: { kind: Kind.NAME, value: name } };
    },
  });
  return restored === document ? fetch : { ...fetch, operation: textOf(restored) };
}

/** Fields of an entity that can be asked for with one representation: at most one variant of each field. */
interface Group {
  readonly variants: Map<string, string>;
  readonly fields: Set<string>;
}

function split(fetch: FetchNode, variants: RequiredVariants): FetchNode[] {
  if (fetch.requires === undefined || !reads(fetch.requires, variants)) return [fetch];
  const document = withoutSpreads(parse(fetch.operation));
  const groups: Group[] = [];
  for (const field of entityFieldsOf(document)) {
    const needed = variantsRead(`${fetch.serviceName}.${field}`, variants);
    const fits = ({ variants: taken }: Group) =>
      needed.every(([name, variant]) => (taken.get(name) ?? variant) === variant);
    const group = groups.find(fits) ?? newGroup(groups);
    group.fields.add(field);
    for (const [name, variant] of needed) group.variants.set(name, variant);
  }
  return groups.map((group) => partOf(fetch, document, { group, variants, isWhole: groups.length === 1 }));
}

function newGroup(groups: Group[]): Group {
  const group: Group = { variants: new Map(), fields: new Set() };
  groups.push(group);
  return group;
}

function partOf(
  fetch: FetchNode,
  document: DocumentNode,
  { group, variants, isWhole }: { group: Group; variants: RequiredVariants; isWhole: boolean },
): FetchNode {
  const sent = new Set(group.variants.values());
  const requires = withOnly(fetch.requires ?? [], sent, variants);
  const inputRewrites = [...renames(requires, [], variants), ...(fetch.inputRewrites ?? [])];
  if (isWhole) return { ...fetch, requires, inputRewrites };
  const part = withEntityFields(document, group.fields);
  return {
    ...fetch,
    requires,
    inputRewrites,
    operation: textOf(part.document),
    variableUsages: (fetch.variableUsages ?? []).filter((name) => part.variables.has(name)),
  };
}

/** What a field of a subgraph reads; one that is selected on an interface has its `@requires` on the types below. */
function variantsRead(reader: string, { fields, readBy }: RequiredVariants): readonly (readonly [string, string])[] {
  const [, service, field] = /^(.*)\.\w+\.(\w+)$/.exec(reader) ?? []; // a subgraph's name may have dots
  const isBelow = (other: string) => other.startsWith(`${service}.`) && other.endsWith(`.${field}`);
  const read = readBy.get(reader) ?? [...readBy].find(([other]) => isBelow(other))?.[1] ?? [];
  return [...read].map((variant) => [fields.get(variant) ?? variant, variant] as const);
}

const reads = (selections: readonly QueryPlanSelectionNode[], variants: RequiredVariants): boolean =>
  selections.some(
    (selection) =>
      (selection.kind === 'Field' && variants.fields.has(selection.name)) ||
      reads(selection.selections ?? [], variants),
  );

function withOnly(
  selections: readonly QueryPlanSelectionNode[],
  sent: ReadonlySet<string>,
  variants: RequiredVariants,
): QueryPlanSelectionNode[] {
  return selections
    .filter(
      (selection) => selection.kind !== 'Field' || !variants.fields.has(selection.name) || sent.has(selection.name),
    )
    .map((selection) =>
      selection.selections === undefined
        ? selection
        : { ...selection, selections: withOnly(selection.selections, sent, variants) },
    );
}

/** In a representation a variant has the name of its field. */
function renames(
  selections: readonly QueryPlanSelectionNode[],
  path: readonly string[],
  variants: RequiredVariants,
): FetchDataRewrite[] {
  return selections.flatMap((selection) => {
    const step = selection.kind === 'Field' ? selection.name : `... on ${selection.typeCondition}`;
    const below = [...path, step];
    const inner = renames(selection.selections ?? [], below, variants);
    const name = selection.kind === 'Field' ? variants.fields.get(selection.name) : undefined;
    return name === undefined ? inner : [...inner, { kind: 'KeyRenamer', path: below, renameKeyTo: name }];
  });
}

const textOf = (document: DocumentNode): string => stripIgnoredCharacters(print(document));
