import { type DocumentNode, type GraphQLObjectType, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Access } from '../authorization/access.js';
import { type AuthorizedOperation, authorize } from '../authorization/authorize.js';
import type { CompiledPlan } from '../plan-compiler/compile-plan.js';
import { routerError } from '../router-error.js';
import { Shape } from '../shaper/shape.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import { PlannerBusy } from '../supergraph/planner.js';
import { dataNameOf, withDataNames } from './client-names.js';
import { withUnconditionalFields } from './conditional-selections.js';
import { type Conditions, conditionNamesOf, foldConditions, maskOf } from './conditions.js';
import { OperationRefused } from './operation-refused.js';
import type { ParsedOperation } from './parsed-operation.js';

/** For whom an operation is planned, and how. */
export interface PlanOptions {
  readonly access: Access;
  /** What a subgraph has said of an entity is not asked again. */
  readonly reusesEntities: boolean;
  /** Combinations of `@skip` and `@include` that are remembered. */
  readonly maxShapes: number;
  /** The plan is for these values only; undefined for one that holds for all. */
  readonly conditions: Conditions | undefined;
}

let count = 0;

/** An operation, planned for callers with the same rights. */
export class PlannedOperation {
  /** Tells it from all others of this process. */
  readonly number = ++count;
  readonly rootType: GraphQLObjectType;
  readonly #conditionNames: readonly string[];
  readonly #shapes: LRUCache<string, Shape>;

  private constructor(
    readonly supergraph: Supergraph,
    readonly parsed: ParsedOperation,
    readonly parts: { readonly access: Access; readonly authorized: AuthorizedOperation; readonly plan: CompiledPlan },
    maxShapes: number,
  ) {
    this.#shapes = new LRUCache({ max: maxShapes });
    const root = supergraph.apiSchema.getRootType(parsed.definition.operation);
    if (!root) throw new Error('Validation let an operation without a root type pass.');
    this.rootType = root;
    this.#conditionNames = conditionNamesOf(parsed.document);
  }

  /** Plans an operation; rejects with `OperationRefused`. */
  static async make(
    supergraph: Supergraph,
    parsed: ParsedOperation,
    { access, maxShapes, ...options }: PlanOptions,
  ): Promise<PlannedOperation> {
    const authorized = authorize(parsed, access);
    const plan = await makePlan(supergraph, parsed, { document: authorized.document, ...options });
    return new PlannedOperation(supergraph, parsed, { access, authorized, plan }, maxShapes);
  }

  get plan(): CompiledPlan {
    return this.parts.plan;
  }

  /** What an answer looks like with these variables. */
  shapeFor(variables: Readonly<Record<string, unknown>>): Shape {
    const key = maskOf(this.#conditionNames, variables);
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    const { apiSchema, requiredNames: required } = this.supergraph;
    const { fragments, definition, parallel } = this.parsed;
    const shape = new Shape(
      {
        schema: apiSchema,
        fragments,
        access: this.parts.access,
        conditions: Object.fromEntries(this.#conditionNames.map((name) => [name, variables[name]])),
        hollow: this.parts.authorized.hollow,
        dataName: (node) => dataNameOf(node, { required, parallel }),
      },
      [definition.selectionSet],
    );
    this.#shapes.set(key, shape);
    return shape;
  }

  /** True when the plan asks nobody although something is selected that the caller may see. */
  isPlanMissing(shape: Shape): boolean {
    if (this.plan.schedule !== undefined || this.plan.stream !== undefined) return false;
    const fields = shape.fieldsOf(this.rootType);
    return fields.some(({ kind, refusal, isHollow }) => kind === 'value' && refusal === undefined && !isHollow);
  }
}

/** The plan of the part of an operation that its caller may see; rejects with `OperationRefused`. */
export async function makePlan(
  { planner, requiredNames: required }: Supergraph,
  { fragments, definition, parallel }: ParsedOperation,
  {
    document,
    reusesEntities,
    conditions,
  }: Pick<PlanOptions, 'reusesEntities' | 'conditions'> & { document: DocumentNode | undefined },
): Promise<CompiledPlan> {
  if (document === undefined) return { stream: undefined, schedule: undefined };
  const complete =
    conditions === undefined ? withUnconditionalFields(document, fragments) : foldConditions(document, conditions);
  const text = print(withDataNames(complete, { required, parallel }));
  try {
    return await planner.plan({ text, operationName: definition.name?.value, reusesEntities });
  } catch (cause) {
    if (cause instanceof PlannerBusy)
      throw new OperationRefused([
        routerError('SERVER_OVERLOADED', 'Too many operations are new; ask again in a moment.'),
      ]);
    const originalError = cause instanceof Error ? cause : new Error(String(cause));
    throw new OperationRefused([routerError('PLAN_FAILED', 'The operation cannot be planned.', { originalError })]);
  }
}
