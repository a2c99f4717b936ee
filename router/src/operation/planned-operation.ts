import { type GraphQLObjectType, Kind, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Access } from '../authorization/access.js';
import { type AuthorizedOperation, authorize } from '../authorization/authorize.js';
import { type CompiledPlan, compilePlan } from '../plan-compiler/compile-plan.js';
import { routerError } from '../router-error.js';
import { Shape } from '../shaper/shape.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import { dataNameOf, withDataNames } from './client-names.js';
import { withUnconditionalFields } from './conditional-selections.js';
import { OperationRefused } from './operation-refused.js';
import type { ParsedOperation } from './parsed-operation.js';

/** How many combinations of `@skip` and `@include` are remembered for one operation. */
const MAX_SHAPES = 32;

/** For whom an operation is planned, and how. */
export interface PlanOptions {
  readonly access: Access;
  /** What a subgraph has said of an entity is not asked again. */
  readonly reusesEntities: boolean;
}

let count = 0;

/** An operation, planned for callers with the same rights. */
export class PlannedOperation {
  /** Tells it from all others of this process. */
  readonly number = ++count;
  readonly rootType: GraphQLObjectType;
  readonly #authorized: AuthorizedOperation;
  readonly #conditionNames: readonly string[];
  readonly #shapes = new LRUCache<string, Shape>({ max: MAX_SHAPES });
  readonly plan: CompiledPlan;

  constructor(
    readonly supergraph: Supergraph,
    readonly parsed: ParsedOperation,
    readonly options: PlanOptions,
  ) {
    const root = supergraph.apiSchema.getRootType(parsed.definition.operation);
    if (!root) throw new Error('Validation let an operation without a root type pass.');
    this.rootType = root;
    this.#authorized = authorize(parsed, options.access);
    this.#conditionNames = conditionNamesOf(parsed);
    this.plan = this.#makePlan();
  }

  /** What an answer looks like with these variables. */
  shapeFor(variables: Readonly<Record<string, unknown>>): Shape {
    const key = this.#conditionNames.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    const { apiSchema, requiredNames } = this.supergraph;
    const { fragments, definition } = this.parsed;
    const shape = new Shape(
      {
        schema: apiSchema,
        fragments,
        access: this.options.access,
        conditions: Object.fromEntries(this.#conditionNames.map((name) => [name, variables[name]])),
        hollow: this.#authorized.hollow,
        dataName: (node) => dataNameOf(node, requiredNames),
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

  #makePlan(): CompiledPlan {
    const { document } = this.#authorized;
    if (document === undefined) return { stream: undefined, schedule: undefined };
    const complete = withUnconditionalFields(document, this.parsed.fragments);
    const renamed = withDataNames(complete, this.supergraph.requiredNames);
    try {
      const { planner, fullSchema: schema } = this.supergraph;
      return compilePlan(planner.plan(renamed, this.parsed.definition.name?.value), {
        schema,
        reusesEntities: this.options.reusesEntities,
      });
    } catch (cause) {
      const originalError = cause instanceof Error ? cause : new Error(String(cause));
      throw new OperationRefused([routerError('PLAN_FAILED', 'The operation cannot be planned.', { originalError })]);
    }
  }
}

/** Boolean variables on which an answer's shape depends. */
function conditionNamesOf({ document }: ParsedOperation): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}
