import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULT_OPERATION_LIMITS } from '@fleetgraph/router/operation/limits';
import type { CompiledPlan, Step } from '@fleetgraph/router/plan-compiler/compile-plan';
import { CurrentSupergraph } from '@fleetgraph/router/supergraph/current-supergraph';
import { SCOPES } from '@fleetgraph/schema/scopes';

const SUPERGRAPH = fileURLToPath(new URL('../../../schema/supergraph.graphql', import.meta.url));

/** Plans operations on the committed supergraph as the router does, for somebody with every right. */
export async function openPlanner(): Promise<(query: string) => CompiledPlan> {
  const limits = DEFAULT_OPERATION_LIMITS;
  const { operations } = await CurrentSupergraph.load(readFileSync(SUPERGRAPH, 'utf8'), {
    limits,
    introspection: true,
  });
  const rights = { isAuthenticated: true, scopes: new Set(Object.keys(SCOPES)) };
  return (query) => operations.operation(query, undefined).plannedFor(rights).plan;
}

/** The plan in short: subgraphs in sequence in an array, in parallel side by side in a sorted set. */
export function outlineOf(step: Step | undefined): unknown {
  switch (step?.kind) {
    case undefined:
      return [];
    case 'Fetch':
      return step.subgraph;
    case 'Sequence':
      return step.steps.map(outlineOf);
    case 'Parallel':
      return { parallel: step.steps.map(outlineOf).sort(byText) };
    case 'Condition':
      return [outlineOf(step.met), outlineOf(step.unmet)];
  }
}

/** Number of requests to subgraphs. */
export function fetchesOf(step: Step | undefined): number {
  if (step === undefined) return 0;
  if (step.kind === 'Fetch') return 1;
  if (step.kind === 'Condition') return fetchesOf(step.met) + fetchesOf(step.unmet);
  return step.steps.reduce((sum, inner) => sum + fetchesOf(inner), 0);
}

/** Most requests that wait for each other. */
export function depthOf(step: Step | undefined): number {
  if (step === undefined) return 0;
  switch (step.kind) {
    case 'Fetch':
      return 1;
    case 'Condition':
      return Math.max(depthOf(step.met), depthOf(step.unmet));
    case 'Parallel':
      return Math.max(...step.steps.map(depthOf));
    case 'Sequence':
      return step.steps.reduce((sum, inner) => sum + depthOf(inner), 0);
  }
}

const byText = (one: unknown, other: unknown): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
