import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { CacheConfig, CacheRule } from '../config/cache-section.js';
import { directiveArguments } from '../supergraph/linked-directives.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';

/** What may be kept of an answer. */
export interface CachePolicy {
  /** In s; 0: nothing is kept. */
  readonly maxAge: number;
  /** Only for the same caller. */
  readonly isPrivate: boolean;
  /** Types, their interfaces, and root fields whose invalidation concerns it: `User`, `Query.users`. */
  readonly tags: ReadonlySet<string>;
}

const DIRECTIVE = 'cacheControl';

/** Where a selection stands. */
interface Within {
  readonly parent: GraphQLCompositeType;
  readonly isRoot: boolean;
  /** Age of fields without one; undefined where the field around has counted already. */
  readonly inherited?: number;
}

/**
 * Works out what may be kept of a selection, as Apollo does: the least age of all fields counts; root fields and fields with
 * fields of their own have none unless a rule gives them one; scalars have that of their object. One private part makes
 * everything private, and so does one that needs rights: a subgraph may tell each caller something else.
 */
export class CachePolicies {
  readonly #fragments = new Map<string, SelectionSetNode>();

  constructor(
    readonly supergraph: Supergraph,
    readonly rules: CacheConfig['rules'],
    document: DocumentNode,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition.selectionSet);
    }
  }

  /** Of a selection on the root type of queries. */
  ofRoot(selection: SelectionSetNode): CachePolicy {
    const policy = new Policy();
    const root = this.supergraph.fullSchema.getQueryType();
    if (!root) return new Policy().limit(0);
    this.#addSelection(policy, selection, { parent: root, isRoot: true });
    return policy;
  }

  /** Of what is selected on entities: their fields have the age of their type, unless they have one of their own. */
  ofEntities({ selections }: SelectionSetNode): CachePolicy {
    const policy = new Policy();
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD && selection.name.value === '__typename') continue;
      const type = selection.kind === Kind.INLINE_FRAGMENT && this.#typeNamed(selection.typeCondition?.name.value);
      if (!type || selection.kind !== Kind.INLINE_FRAGMENT) return policy.limit(0);
      this.#addType(policy, type);
      const inherited = this.#maxAgeOfType(type) ?? 0;
      this.#addSelection(policy, selection.selectionSet, { parent: type, isRoot: false, inherited });
    }
    return policy;
  }

  #addSelection(policy: Policy, { selections }: SelectionSetNode, within: Within): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) this.#addField(policy, selection, within);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const parent = this.#typeNamed(selection.typeCondition?.name.value) ?? within.parent;
        this.#addType(policy, parent);
        this.#addSelection(policy, selection.selectionSet, { ...within, parent });
      } else {
        const set = this.#fragments.get(selection.name.value);
        if (set === undefined) policy.limit(0);
        else this.#addSelection(policy, set, within);
      }
    }
  }

  #addField(
    policy: Policy,
    { name: { value: name }, selectionSet }: FieldNode,
    { parent, isRoot, inherited }: Within,
  ): void {
    if (name === '__typename') return;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (field === undefined) {
      policy.limit(0); // what the supergraph does not know is not kept
      return;
    }
    if (isRoot) policy.tags.add(`${parent.name}.${name}`);
    const rules = this.#typesOf(parent).map(({ name: type }) => this.#ruleAt(`${type}.${name}`));
    const ofField = leastAge(rules);
    const inner = getNamedType(field.type);
    const isLeaf = !isCompositeType(inner);
    const ofInner = isLeaf ? [] : this.#typesOf(inner).map((type) => this.#ruleAt(type.name));
    const inherits = !isRoot && (isLeaf || [...rules, ...ofInner].some((rule) => rule?.inheritMaxAge === true));
    const maxAge = ofField ?? leastAge(ofInner) ?? (inherits ? inherited : 0);
    if (maxAge !== undefined) policy.limit(maxAge);
    if (rules.some((rule) => rule?.scope === 'PRIVATE') || this.#needsRights(parent, name)) policy.isPrivate = true;
    if (isLeaf || selectionSet === undefined) {
      if (this.supergraph.accessRules.types.has(inner.name)) policy.isPrivate = true;
      return;
    }
    this.#addType(policy, inner);
    this.#addSelection(policy, selectionSet, { parent: inner, isRoot: false });
  }

  /** Tags and scope of a type and of those that may stand for it. */
  #addType(policy: Policy, type: GraphQLCompositeType): void {
    for (const member of this.#typesOf(type)) {
      const { name } = member;
      policy.tags.add(name);
      if (!isUnionType(member)) for (const around of member.getInterfaces()) policy.tags.add(around.name);
      if (this.#ruleAt(name)?.scope === 'PRIVATE' || this.supergraph.accessRules.types.has(name))
        policy.isPrivate = true;
    }
  }

  #maxAgeOfType(type: GraphQLCompositeType): number | undefined {
    return leastAge(this.#typesOf(type).map(({ name }) => this.#ruleAt(name)));
  }

  #needsRights(parent: GraphQLCompositeType, field: string): boolean {
    const { fields } = this.supergraph.accessRules;
    const around = isObjectType(parent) || isInterfaceType(parent) ? parent.getInterfaces() : [];
    return [...this.#typesOf(parent), ...around].some(({ name }) => fields.has(`${name}.${field}`));
  }

  /** The type and, for an abstract one, those that it stands for. */
  #typesOf(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    return isAbstractType(type) ? [type, ...this.supergraph.fullSchema.getPossibleTypes(type)] : [type];
  }

  #typeNamed(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.supergraph.fullSchema.getType(name);
    return isCompositeType(type) ? type : undefined;
  }

  /** The configuration's rule, else the directive of the supergraph. */
  #ruleAt(place: string): CacheRule | undefined {
    if (Object.hasOwn(this.rules, place)) return this.rules[place];
    const [typeName = '', fieldName] = place.split('.');
    const type = this.supergraph.fullSchema.getType(typeName);
    const hasFields = isObjectType(type) || isInterfaceType(type);
    const node = fieldName === undefined ? type?.astNode : hasFields ? type.getFields()[fieldName]?.astNode : undefined;
    const directive = node?.directives?.find(({ name }) => name.value === DIRECTIVE);
    return directive && (directiveArguments(directive) as CacheRule); // validated by composition
  }
}

class Policy implements CachePolicy {
  #maxAge = Number.POSITIVE_INFINITY;
  isPrivate = false;
  readonly tags = new Set<string>();

  get maxAge(): number {
    return Number.isFinite(this.#maxAge) ? this.#maxAge : 0;
  }

  limit(maxAge: number): this {
    this.#maxAge = Math.min(this.#maxAge, maxAge);
    return this;
  }
}

function leastAge(rules: readonly (CacheRule | undefined)[]): number | undefined {
  const ages = rules.map((rule) => rule?.maxAge).filter((age) => age !== undefined);
  return ages.length === 0 ? undefined : Math.min(...ages);
}
