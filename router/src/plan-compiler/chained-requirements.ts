import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import type { Requirements } from '../supergraph/requirements.js';
import { withoutEarlyFields } from './early-fields.js';
import { laterFetch } from './later-fetch.js';
import { leavesOf, namesOn, PlanLeaf } from './plan-leaf.js';
import { responseNameOf } from './selections.js';

/**
 * When a `@requires` reads a field that has a `@requires` itself, in a subgraph that the plan is in anyway, the planner asks
 * for that field at once: before what it requires is there. Here it is taken out, and asked for by an entity fetch of its
 * own behind those that bring what it requires. A plan that has no such field, or does not bring it in time, stays as it is.
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

/** Undefined when there is nothing to mend, or no way to do so. */
function mendAll(leaves: readonly PlanLeaf[], requirements: Requirements): readonly PlanLeaf[] | undefined {
  const mended: PlanLeaf[] = [];
  const ahead = [...leaves];
  let isMended = false;
  for (let leaf = ahead.shift(); leaf !== undefined; leaf = ahead.shift()) {
    const own = requirements.get(leaf.fetch.serviceName);
    const found = own?.names.test(leaf.fetch.operation) ? withoutEarlyFields(leaf, own) : undefined;
    if (own === undefined || found === undefined || found.early.length === 0) {
      mended.push(leaf);
      continue;
    }
    if (leaves.some(isRenamed)) return undefined;
    isMended = true;
    if (found.document !== undefined) mended.push(leaf.withDocument(found.document));
    for (const field of found.early) {
      const name = [...namesOn(field.path), responseNameOf(field.field)];
      const reader = ahead.findIndex((other) => other.isReader(name));
      const at = reader === -1 ? ahead.length : reader;
      const later = laterFetch(field, leaf, { requirements: own, before: [...mended, ...ahead.slice(0, at)] });
      if (later === undefined) return undefined;
      ahead.splice(at, 0, later);
    }
  }
  return isMended ? mended : undefined;
}

/** Its answer has other names than its document, or it reads what its representations do not tell. */
const isRenamed = ({ fetch: { outputRewrites = [], contextRewrites = [] } }: PlanLeaf): boolean =>
  outputRewrites.length > 0 || contextRewrites.length > 0;
