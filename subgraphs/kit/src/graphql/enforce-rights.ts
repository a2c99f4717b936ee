import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ValueNode,
} from 'graphql';
import type { Viewer } from '../auth/viewer.js';
import { GraphError } from './graph-error.js';

/** What the rights of a field are checked against. */
interface WithViewer {
  readonly viewer: Viewer | undefined;
}

type Check = (viewer: Viewer | undefined) => void;

/**
 * Makes the schema keep what its directives promise: `@authenticated` and `@requiresScopes` are checked before a
 * field's resolver runs, whoever called and whatever the router checked before.
 */
export function enforceRights(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) guard(field);
  }
  return schema;
}

function guard(field: GraphQLField<unknown, WithViewer>): void {
  const check = checkOf(field);
  if (check === undefined) return;
  const { resolve = defaultFieldResolver, subscribe } = field;
  field.resolve = (source, args, context, info) => {
    check(context.viewer);
    return resolve(source, args, context, info);
  };
  if (subscribe === undefined) return;
  field.subscribe = (source, args, context, info) => {
    check(context.viewer);
    return subscribe(source, args, context, info);
  };
}

function checkOf(field: GraphQLField<unknown, WithViewer>): Check | undefined {
  const directives = field.astNode?.directives ?? [];
  const scopes = directives.find(({ name }) => name.value === 'requiresScopes')?.arguments?.[0]?.value;
  if (scopes !== undefined) {
    const anyOf = listOf(scopes).map((all) => listOf(all).map(textOf));
    return (viewer) => {
      if (viewer === undefined) throw new GraphError('UNAUTHENTICATED');
      const held: ReadonlySet<string> = viewer.scopes;
      if (!anyOf.some((all) => all.every((scope) => held.has(scope)))) throw new GraphError('FORBIDDEN');
    };
  }
  if (!directives.some(({ name }) => name.value === 'authenticated')) return undefined;
  return (viewer) => {
    if (viewer === undefined) throw new GraphError('UNAUTHENTICATED');
  };
}

const listOf = (node: ValueNode): readonly ValueNode[] => (node.kind === Kind.LIST ? node.values : [node]);
const textOf = (node: ValueNode): string => (node.kind === Kind.STRING ? node.value : '');
