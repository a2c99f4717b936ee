import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';
import { directiveArguments, linkedDirectives } from './linked-directives.js';

/** One of the inner lists must be held completely. */
export type AnyOfAll = readonly (readonly string[])[];

/** What a caller must be or hold for one field or type. */
export interface AccessRule {
  readonly scopes?: AnyOfAll;
  readonly policies?: AnyOfAll;
}

/** The rules of a supergraph, read from its untouched text. */
export interface AccessRules {
  /** Rules that stand on a type. */
  readonly types: ReadonlyMap<string, readonly AccessRule[]>;
  /** Rules that stand on a field, by `Type.field`. */
  readonly fields: ReadonlyMap<string, readonly AccessRule[]>;
}

/** Reads `@authenticated`, `@requiresScopes` and `@policy` from a supergraph. */
export function readAccessRules(supergraph: DocumentNode): AccessRules {
  const nameOf = linkedDirectives(supergraph);
  const names = {
    authenticated: nameOf('authenticated', 'authenticated'),
    requiresScopes: nameOf('requiresScopes', 'requiresScopes'),
    policy: nameOf('policy', 'policy'),
  };
  const types = new Map<string, readonly AccessRule[]>();
  const fields = new Map<string, readonly AccessRule[]>();
  const add = (
    into: Map<string, readonly AccessRule[]>,
    key: string,
    directives: readonly ConstDirectiveNode[] = [],
  ) => {
    const rules = directives.map((directive) => readRule(directive, names)).filter((rule) => rule !== undefined);
    if (rules.length > 0) into.set(key, rules);
  };

  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || definition.name === undefined || definition.kind === Kind.DIRECTIVE_DEFINITION)
      continue;
    if (!('directives' in definition)) continue;
    add(types, definition.name.value, definition.directives as readonly ConstDirectiveNode[]); // type system: constant
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? [])
      add(fields, `${definition.name.value}.${field.name.value}`, field.directives);
  }
  return { types, fields };
}

function readRule(
  directive: ConstDirectiveNode,
  names: Readonly<Record<'authenticated' | 'requiresScopes' | 'policy', string | undefined>>,
): AccessRule | undefined {
  switch (directive.name.value) {
    case names.authenticated:
      return {};
    case names.requiresScopes:
      return { scopes: listsIn(directiveArguments(directive).scopes) };
    case names.policy:
      return { policies: listsIn(directiveArguments(directive).policies) };
    default:
      return undefined;
  }
}

/** A value where a list belongs is a list of it (GraphQL, section 3.11); that they are texts the specification fixes. */
const listsIn = (value: unknown): AnyOfAll => listOf(value).map((all) => listOf(all) as readonly string[]);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
