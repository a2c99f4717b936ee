import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { keysOf } from './entity-keys.js';
import { keyTag, otherKeyTag } from './tags.js';

/** Something that has changed. */
export interface Invalidation {
  /** Types and root fields: `User`, `Query.users`. */
  readonly tags: readonly string[];
  /** Single entities, by fields of their key: each field counts by itself. */
  readonly entities: readonly { readonly type: string; readonly key: Readonly<Record<string, unknown>> }[];
}

/** Who has told that something has changed. */
export type Teller = 'door' | 'event' | 'mutation';

/**
 * Stamps that an invalidation sets: an entity has one by each name under which a subgraph may be asked for it. Which entities
 * of another key are meant nobody knows here, so all that are asked for by that key are.
 */
export function stampsOf({ tags, entities }: Invalidation, schema: GraphQLSchema): ReadonlySet<string> {
  const stamps = new Set(tags);
  for (const { type, key } of entities) {
    for (const name of namesOf(type, schema)) {
      for (const [field, value] of Object.entries(key)) {
        stamps.add(keyTag(name, field, value));
        if (keysOf(name, schema).some((fields) => !fields.has(field))) stamps.add(otherKeyTag(name, field));
      }
    }
  }
  return stamps;
}

/** A type, its interfaces, and the types of an interface: `@interfaceObject` makes one entity known by several names. */
function namesOf(name: string, schema: GraphQLSchema): ReadonlySet<string> {
  const type = schema.getType(name);
  const names = new Set([name]);
  if (isObjectType(type) || isInterfaceType(type)) for (const around of type.getInterfaces()) names.add(around.name);
  if (isAbstractType(type)) for (const member of schema.getPossibleTypes(type)) names.add(member.name);
  return names;
}
