import { createHash } from 'node:crypto';
import { buildASTSchema, type GraphQLSchema, parse, print } from 'graphql';
import { withoutVariants } from '../plan-compiler/split-variants.js';
import { type AccessRules, readAccessRules } from './access-rules.js';
import { type CostRules, readCostRules } from './cost-rules.js';
import { forPlanner } from './fix-ups.js';
import { createPlanner, type Planner } from './gateway.js';
import { type RequiredNames, readRequiredNames } from './required-names.js';
import { type RequiredVariants, withRequiredVariants } from './required-variants.js';

/** One version of a supergraph, with everything that is worked out once for it. */
export interface Supergraph {
  /** Digest of its text. */
  readonly id: string;
  readonly planner: Planner;
  /** What clients may see. */
  readonly apiSchema: GraphQLSchema;
  /** With the parts that only plans use. */
  readonly fullSchema: GraphQLSchema;
  readonly accessRules: AccessRules;
  readonly costRules: CostRules;
  readonly requiredNames: RequiredNames;
}

/** The text is not a supergraph that can be served. */
export class InvalidSupergraph extends Error {
  constructor(cause: unknown) {
    super(`This is not a valid supergraph: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'InvalidSupergraph';
  }
}

/** Loads a supergraph; rejects with `InvalidSupergraph` before anything of it is used. */
export async function loadSupergraph(sdl: string): Promise<Supergraph> {
  try {
    const document = parse(sdl);
    const { document: plannerDocument, variants } = withRequiredVariants(forPlanner(document));
    const planner = withVariants(await createPlanner(print(plannerDocument)), variants);
    return {
      id: digestOf(sdl),
      planner,
      apiSchema: planner.apiSchema,
      fullSchema: buildASTSchema(document, { assumeValidSDL: true, assumeValid: true }),
      accessRules: readAccessRules(document),
      costRules: readCostRules(document),
      requiredNames: readRequiredNames(plannerDocument),
    };
  } catch (cause) {
    throw new InvalidSupergraph(cause);
  }
}

/** The planner, with what its plans say about variants in the words of the subgraphs. */
function withVariants(planner: Planner, variants: RequiredVariants): Planner {
  if (variants.fields.size === 0) return planner;
  return {
    ...planner,
    plan: (document, operationName) => withoutVariants(planner.plan(document, operationName), variants),
  };
}

/** Tells two versions of a supergraph apart. */
export const digestOf = (sdl: string): string => createHash('sha256').update(sdl).digest('hex');
