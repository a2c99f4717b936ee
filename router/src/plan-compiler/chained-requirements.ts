import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import type { Requirements } from '../supergraph/requirements.js';
import { type EarlyField, keyOf, pathsIn, withoutEarlyFields } from './early-fields.js';
import { laterFetch } from './later-fetch.js';
import { leavesOf, namesOn, namesRead, PlanLeaf } from './plan-leaf.js';
import { responseNameOf } from './selections.js';

/**
 * When a `@requires` reads a field that has a `@requires` itself, in a subgraph that the plan is in anyway, the planner asks
 * for that field at once: before there is what it requires, or even where it is `@external`. Here it is taken out, and asked
 * for by an entity fetch of its own behind those that bring what it requires. A plan without such a field stays as it is, and
 * so does a field in it for which nothing brings what it takes in time.
 */
export function withRequirementsFirst({ node, ...plan }: QueryPlan, requirements: Requirements): QueryPlan {
  if (node === undefined) return plan;
  if (node.kind !== 'Subscription') return { ...plan, node: mend(node, requirements) };
  const leaves = [new PlanLeaf(node.primary), ...(node.rest === undefined ? [] : leavesOf(node.rest))];
  const [stream, ...rest] = mendAll(leaves, requirements) ?? [];
  return { ...plan, node: stream === undefined ? node : { ...node, primary: stream.fetch, rest: treeOf(rest) } };
}

/** Branches of the whole read nothing of each other. */
function mend(node: PlanNode, requirements: Requirements): PlanNode {
  if (node.kind === 'Parallel') return { ...node, nodes: node.nodes.map((branch) => mend(branch, requirements)) };
  const leaves = mendAll(leavesOf(node), requirements);
  return leaves === undefined ? node : treeOf(leaves);
}

/** One behind the other: what has to wait for what is found out when the plan is compiled. */
const treeOf = (leaves: readonly PlanLeaf[]): PlanNode => ({ kind: 'Sequence', nodes: leaves.map(({ node }) => node) });

/** Undefined when there is nothing to mend; fields that cannot be asked for later are left where they are. */
function mendAll(
  leaves: readonly PlanLeaf[],
  requirements: Requirements,
  left: ReadonlySet<string> = new Set(),
): readonly PlanLeaf[] | undefined {
  const mended: PlanLeaf[] = [];
  const ahead = [...leaves];
  const added = new Map<PlanLeaf, EarlyField>();
  const stuck: EarlyField[] = [];
  for (let leaf = ahead.shift(); leaf !== undefined; leaf = ahead.shift()) {
    const own = added.get(leaf);
    if (own !== undefined && !isReady(leaf, mended)) stuck.push(own);
    const { early, rest } = withoutEarlyFields(leaf, requirements, left);
    if (early.length > 0 && leaves.some(isRenamed)) return undefined;
    if (rest !== undefined) mended.push(rest);
    for (const field of readersFirst(early, requirements)) {
      const reader = ahead.findIndex((other) => other.isReader(nameOf(field)));
      const at = reader === -1 ? ahead.length : reader;
      const later = laterFetch(field, leaf, { requirements, before: [...mended, ...ahead.slice(0, at)] });
      if (later === undefined) {
        stuck.push(field);
        continue;
      }
      ahead.splice(at, 0, later);
      added.set(later, field);
    }
  }
  if (stuck.length > 0) return mendAll(leaves, requirements, new Set([...left, ...stuck.map(keyOf)]));
  return added.size > 0 ? mended : undefined;
}

/** Whether the fetches before it bring all that it sends. */
const isReady = (leaf: PlanLeaf, before: readonly PlanLeaf[]): boolean =>
  namesRead(leaf).every((names) => before.some((earlier) => earlier.asksFor(names)));

/** Each in front of those that it requires, which find their places by their readers. */
function readersFirst(early: readonly EarlyField[], requirements: Requirements): readonly EarlyField[] {
  const required = new Set(early.flatMap((field) => namesRequired(field, requirements)));
  const isRequired = (field: EarlyField) => required.has(nameOf(field).join());
  const [first, last] = [early.filter((field) => !isRequired(field)), early.filter(isRequired)];
  return first.length === 0 ? last : [...first, ...readersFirst(last, requirements)];
}

function namesRequired({ type, field, path, subgraphs }: EarlyField, requirements: Requirements): readonly string[] {
  const sets = subgraphs.map((subgraph) => requirements.get(subgraph)?.fields.get(`${type}.${field.name.value}`));
  return sets.flatMap((set) => (set ? pathsIn(set) : []).map(([name = '']) => [...namesOn(path), name].join()));
}

const nameOf = ({ path, field }: EarlyField): readonly string[] => [...namesOn(path), responseNameOf(field)];

/** Its answer has other names than its document, or it reads what its representations do not tell. */
const isRenamed = ({ fetch: { outputRewrites = [], contextRewrites = [] } }: PlanLeaf): boolean =>
  outputRewrites.length > 0 || contextRewrites.length > 0;
