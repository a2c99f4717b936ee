import { buildASTSchema, parse, print, printSchema } from 'graphql';
import { withRequirementsFirst } from '../plan-compiler/chained-requirements.js';
import { type CompiledPlan, compilePlan } from '../plan-compiler/compile-plan.js';
import { withoutVariants } from '../plan-compiler/split-variants.js';
import { composedDirectives } from './composed-directives.js';
import { forPlanner } from './fix-ups.js';
import { createGatewayPlanner, type SubgraphAddress } from './gateway.js';
import { withRequiredVariants } from './required-variants.js';
import { readRequirements } from './requirements.js';

/** An operation to plan. */
export interface PlanTask {
  /** The document, with what plans need beside what the client asked. */
  readonly text: string;
  readonly operationName: string | undefined;
  /** What a subgraph has said of an entity is not asked again. */
  readonly reusesEntities: boolean;
}

/** Plans operations on one supergraph. */
export interface LoadedPlanner {
  /** What clients may see: without `@inaccessible` parts and federation's own types. */
  readonly apiSdl: string;
  readonly subgraphs: readonly SubgraphAddress[];
  /** Takes from 1 ms to seconds. */
  plan(task: PlanTask): CompiledPlan;
}

/** Loads a supergraph for planning; rejects when it is not one. */
export async function loadPlanner(sdl: string): Promise<LoadedPlanner> {
  const supergraph = parse(sdl, { noLocation: true });
  const { document, variants } = withRequiredVariants(forPlanner(supergraph));
  const requirements = readRequirements(document);
  const { apiSchema, subgraphs, plan } = await createGatewayPlanner(print(document));
  const schema = buildASTSchema(supergraph, { assumeValidSDL: true, assumeValid: true });
  const directives = composedDirectives(supergraph, apiSchema);
  return {
    apiSdl: printSchema(apiSchema) + directives.sdl,
    subgraphs,
    plan({ text, operationName, reusesEntities }) {
      const planned = plan(directives.withoutThem(parse(text)), operationName);
      const ordered = requirements.size === 0 ? planned : withRequirementsFirst(planned, requirements);
      const restored = variants.fields.size === 0 ? ordered : withoutVariants(ordered, variants);
      return compilePlan(restored, { schema, reusesEntities });
    },
  };
}
