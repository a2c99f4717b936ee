import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Rights } from '@fleetgraph/router/authorization/access';
import { DEFAULT_EXECUTION } from '@fleetgraph/router/config/execution-section';
import { DEFAULT_LIMITS } from '@fleetgraph/router/config/limits-section';
import type { CompiledPlan } from '@fleetgraph/router/plan-compiler/compile-plan';
import type { Schedule } from '@fleetgraph/router/plan-compiler/schedule';
import { CurrentSupergraph } from '@fleetgraph/router/supergraph/current-supergraph';
import { SCOPES } from '@fleetgraph/schema/scopes';

const SUPERGRAPH = fileURLToPath(new URL('../../../schema/supergraph.graphql', import.meta.url));

/** Plans operations on the committed supergraph as the router does, for somebody with every right. */
export interface OpenPlanner {
  plan(query: string): Promise<CompiledPlan>;
  close(): Promise<void>;
}

/** Loads the committed supergraph. */
export async function openPlanner(): Promise<OpenPlanner> {
  const limits = DEFAULT_LIMITS;
  const current = await CurrentSupergraph.load(readFileSync(SUPERGRAPH, 'utf8'), {
    limits,
    introspection: 'everybody',
    execution: DEFAULT_EXECUTION,
  });
  const rights = new Rights(true, { scopes: Object.keys(SCOPES) });
  return {
    plan: async (query) => (await current.operations.operation(query, undefined, rights).plannedFor(rights)).plan,
    close: () => current.close(),
  };
}

/** The plan in short: the subgraphs that are asked at once, then those that wait for them, and so on. */
export function wavesOf(schedule: Schedule = []): string[][] {
  const waves: string[][] = [];
  const waveOf: number[] = [];
  for (const { groups, after } of schedule) {
    const wave = after.length === 0 ? 0 : 1 + Math.max(...after.map((at) => waveOf[at] ?? 0));
    waveOf.push(wave);
    waves[wave] = [...(waves[wave] ?? []), groups[0].fetches[0].subgraph].sort();
  }
  return waves;
}
