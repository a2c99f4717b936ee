import { createHash } from 'node:crypto';
import { buildASTSchema, buildSchema, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { DEFAULT_EXECUTION, type ExecutionConfig } from '../config/execution-section.js';
import { WorkCounts } from '../operation/work-counts.js';
import { type AccessRules, readAccessRules } from './access-rules.js';
import { type CostRules, readCostRules } from './cost-rules.js';
import { forPlanner } from './fix-ups.js';
import { InlinePlanner } from './inline-planner.js';
import { PlanMemory } from './plan-memory.js';
import { type OperationPlanner, Planner } from './planner.js';
import { type RequiredNames, readRequiredNames } from './required-names.js';
import { withRequiredVariants } from './required-variants.js';

/** One version of a supergraph, with everything that is worked out once for it. */
export interface Supergraph {
  /** Digest of its text. */
  readonly id: string;
  readonly planner: OperationPlanner;
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
    super(`This is not a valid supergraph: ${lineOf(cause)}${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.name = 'InvalidSupergraph';
  }
}

function lineOf(cause: unknown): string {
  const [location] = (cause instanceof GraphQLError && cause.locations) || [];
  return location === undefined ? '' : `${location.line}:${location.column}: `;
}

/** Loads a supergraph; rejects with `InvalidSupergraph` before anything of it is used. */
export async function loadSupergraph(
  sdl: string,
  { plans } = new WorkCounts(),
  execution: ExecutionConfig = DEFAULT_EXECUTION,
): Promise<Supergraph> {
  let planner: OperationPlanner | undefined;
  try {
    const document = parse(sdl, { noLocation: true });
    const started = await startPlanner(sdl, plans, execution);
    planner = new PlanMemory(started, execution);
    return {
      id: digestOf(sdl),
      planner,
      apiSchema: buildSchema(started.loaded.apiSdl, { noLocation: true, assumeValid: true, assumeValidSDL: true }),
      fullSchema: buildASTSchema(document, { assumeValidSDL: true, assumeValid: true }),
      accessRules: readAccessRules(document),
      costRules: readCostRules(document),
      requiredNames: readRequiredNames(withRequiredVariants(forPlanner(document)).document),
    };
  } catch (cause) {
    await planner?.close();
    throw new InvalidSupergraph(cause);
  }
}

const startPlanner = (
  sdl: string,
  counts: WorkCounts['plans'],
  { planInThread, planner }: ExecutionConfig,
): Promise<Planner | InlinePlanner> =>
  planInThread ? Planner.start(sdl, counts, planner) : InlinePlanner.start(sdl, counts);

/** Tells two versions of a supergraph apart. */
export const digestOf = (sdl: string): string => createHash('sha256').update(sdl).digest('hex');
