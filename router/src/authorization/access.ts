import {
  type GraphQLCompositeType,
  type GraphQLError,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { routerError } from '../router-error.js';
import type { AccessRule, AccessRules, AnyOfAll } from '../supergraph/access-rules.js';
import { holdsOneOf, ownRules } from './own-rules.js';

/** What the rules look at: nobody, or somebody who holds scopes and meets policies. */
export class Rights {
  /** Equal for equal rights. */
  readonly key: string;
  readonly scopes: ReadonlySet<string>;
  readonly policies: ReadonlySet<string>;

  constructor(
    readonly isAuthenticated: boolean,
    { scopes = [], policies = [] }: { scopes?: readonly string[]; policies?: readonly string[] } = {},
  ) {
    this.scopes = new Set(scopes);
    this.policies = new Set(policies);
    this.key = isAuthenticated ? JSON.stringify([[...this.scopes].sort(), [...this.policies].sort()]) : '-';
  }
}

/** The rights of a caller without a token. */
export const NO_RIGHTS = new Rights(false);

/** Why a caller may not see a field. */
export interface Refusal {
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN';
  readonly scopes?: AnyOfAll;
  readonly policies?: AnyOfAll;
}

/** A field of a runtime or static type. */
export type AnyField = GraphQLField<unknown, unknown>;

/** Answers for one set of rights which fields are refused. */
export class Access {
  readonly #known = new Map<string, Refusal | undefined>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly rules: AccessRules,
    readonly rights: Rights,
  ) {}

  /** The refusal of a field on an object type; on an abstract type only when every possible type refuses it. */
  refusalOf(parent: GraphQLCompositeType, field: AnyField): Refusal | undefined {
    const refusals = this.typesOf(parent).map((type) => this.#refusalOnObject(type, field));
    return refusals.every((refusal) => refusal !== undefined) ? refusals[0] : undefined;
  }

  /** The object types that a value of this static type can have. */
  typesOf(parent: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isObjectType(parent) ? [parent] : this.schema.getPossibleTypes(parent);
  }

  #refusalOnObject(type: GraphQLObjectType, field: AnyField): Refusal | undefined {
    const key = `${type.name}.${field.name}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#firstUnmet(type, field));
    return this.#known.get(key);
  }

  #firstUnmet(type: GraphQLObjectType, field: AnyField): Refusal | undefined {
    const own = type.getFields()[field.name] ?? field;
    const rules = [
      ...this.#onType(type.name),
      ...this.#onField(type.name, field),
      ...type.getInterfaces().flatMap((parent) => this.#rulesOfInterface(parent, field)),
      ...this.#rulesOfType(getNamedType(own.type)),
    ];
    return rules.map((rule) => refusalBy(rule, this.rights)).find((refusal) => refusal !== undefined);
  }

  #rulesOfInterface(parent: GraphQLInterfaceType, field: AnyField): readonly AccessRule[] {
    if (!(field.name in parent.getFields())) return [];
    return [...this.#rulesOfType(parent), ...this.#own(parent, (name) => this.#onField(name, field))];
  }

  #rulesOfType(type: GraphQLNamedType): readonly AccessRule[] {
    return isInterfaceType(type) ? this.#own(type, (name) => this.#onType(name)) : this.#onType(type.name);
  }

  #own(parent: GraphQLInterfaceType, rulesOf: (typeName: string) => readonly AccessRule[]): readonly AccessRule[] {
    const ofImplementations = this.schema.getPossibleTypes(parent).flatMap(({ name }) => rulesOf(name));
    return ownRules(rulesOf(parent.name), ofImplementations);
  }

  #onType(name: string): readonly AccessRule[] {
    return this.rules.types.get(name) ?? [];
  }

  #onField(typeName: string, { name }: AnyField): readonly AccessRule[] {
    return this.rules.fields.get(`${typeName}.${name}`) ?? [];
  }
}

function refusalBy({ scopes, policies }: AccessRule, rights: Rights): Refusal | undefined {
  const needed = { ...(scopes && { scopes }), ...(policies && { policies }) };
  if (!rights.isAuthenticated) return { code: 'UNAUTHENTICATED', ...needed };
  const isMet = holdsOneOf(scopes, rights.scopes) && holdsOneOf(policies, rights.policies);
  return isMet ? undefined : { code: 'FORBIDDEN', ...needed };
}

/** The error that stands where a refused field would be. */
export function refusalError({ code, scopes, policies }: Refusal, path: readonly (string | number)[]): GraphQLError {
  const lack = policies === undefined ? 'scope' : 'policy';
  const message =
    code === 'UNAUTHENTICATED' ? 'Sign in to read this field.' : `The token lacks a ${lack} for this field.`;
  const extensions = { ...(scopes && { requiredScopes: scopes }), ...(policies && { requiredPolicies: policies }) };
  return routerError(code, message, { path, extensions });
}
