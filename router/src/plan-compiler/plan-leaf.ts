import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, parse, print, type SelectionSetNode, stripIgnoredCharacters } from 'graphql';
import { withoutSpreads, withoutUnused } from './entity-fields.js';
import { fieldsOf, responseNameOf, selectionOf } from './selections.js';

/** Where in the planner's tree a fetch stands. */
export interface PlanPlace {
  /** Where its answer belongs; `@` steps into a list. */
  readonly path: readonly string[];
  /** Boolean variables, with the values that they must have. */
  readonly guards: readonly (readonly [variable: string, isTrue: boolean])[];
}

const TOP: PlanPlace = { path: [], guards: [] };

/** A fetch of the planner's tree with all that the tree says of it, but its order. */
export class PlanLeaf {
  #document: DocumentNode | undefined;

  constructor(
    readonly fetch: FetchNode,
    readonly place: PlanPlace = TOP,
  ) {}

  /** Without named fragments. */
  get document(): DocumentNode {
    this.#document ??= withoutSpreads(parse(this.fetch.operation, { noLocation: true }));
    return this.#document;
  }

  /** A tree of this fetch alone. */
  get node(): PlanNode {
    const { path, guards } = this.place;
    const node: PlanNode = path.length === 0 ? this.fetch : { kind: 'Flatten', path: [...path], node: this.fetch };
    return guards.reduceRight<PlanNode>(
      (below, [condition, isTrue]) => ({ kind: 'Condition', condition, [isTrue ? 'ifClause' : 'elseClause']: below }),
      node,
    );
  }

  /** The same with another document, of which it keeps what is used. */
  withDocument(document: DocumentNode): PlanLeaf {
    const used = withoutUnused(document);
    const operation = stripIgnoredCharacters(print(used.document));
    const variableUsages = [...used.variables].filter((name) => name !== 'representations');
    return new PlanLeaf({ ...this.fetch, operation, variableUsages }, this.place);
  }

  /** Whether it asks for what has these names from the top, on whatever types. */
  asksFor(names: readonly string[]): boolean {
    const own = namesOn(this.place.path);
    return startsWith(names, own) && selects(selectionOf(this.document), names.slice(own.length));
  }

  /** Whether it reads what has these names from the top, or stands below it. */
  isReader(names: readonly string[]): boolean {
    const own = namesOn(this.place.path);
    if (startsWith(own, names)) return true;
    return startsWith(names, own) && represents(this.fetch.requires ?? [], names.slice(own.length));
  }
}

/** The names from the top of all that the representations of a fetch hold. */
export function namesRead({ fetch, place }: PlanLeaf): readonly (readonly string[])[] {
  const namesIn = (selections: readonly QueryPlanSelectionNode[]): readonly (readonly string[])[] =>
    selections.flatMap((selection) => {
      const below = selection.selections === undefined ? [[]] : namesIn(selection.selections);
      return selection.kind === 'Field' ? below.map((names) => [selection.alias ?? selection.name, ...names]) : below;
    });
  return namesIn(fetch.requires ?? []).map((names) => [...namesOn(place.path), ...names]);
}

/** The fetches of a tree: each behind those that the tree has before it. */
export function leavesOf(node: PlanNode, place = TOP): readonly PlanLeaf[] {
  switch (node.kind) {
    case 'Fetch':
      return [new PlanLeaf(node, place)];
    case 'Flatten':
      return leavesOf(node.node, { ...place, path: [...place.path, ...node.path.map(String)] });
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((below) => leavesOf(below, place));
    case 'Condition': {
      const clause = (below: PlanNode | undefined, isTrue: boolean) =>
        below === undefined ? [] : leavesOf(below, { ...place, guards: [...place.guards, [node.condition, isTrue]] });
      return [...clause(node.ifClause, true), ...clause(node.elseClause, false)];
    }
    case 'Defer':
      throw new Error('@defer is not enabled in the planner.');
  }
}

/** Names of the answer on a way: lists are no steps. */
export const namesOn = (path: readonly string[]): readonly string[] => path.filter((step) => step !== '@');

/** Whether representations hold what has these names. */
export function represents(requires: readonly QueryPlanSelectionNode[], [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  return requires.some((selection) =>
    selection.kind === 'InlineFragment'
      ? represents(selection.selections, [name, ...rest])
      : (selection.alias ?? selection.name) === name && represents(selection.selections ?? [], rest),
  );
}

function selects(set: SelectionSetNode | undefined, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (set === undefined) return false;
  return fieldsOf(set).some((field) => responseNameOf(field) === name && selects(field.selectionSet, rest));
}

const startsWith = (names: readonly string[], start: readonly string[]): boolean =>
  start.every((name, at) => names[at] === name);
