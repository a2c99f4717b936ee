import { createUnionType } from 'type-graphql';

type Class = abstract new (...args: never[]) => object;

/** The payload of a mutation: its success and each refusal as a type of its own. */
export function payloadUnion<Members extends readonly [Class, ...Class[]]>(
  name: string,
  description: string,
  ...members: Members
): InstanceType<Members[number]> {
  // type-graphql's typings want concrete classes; abstract ones never occur as members.
  const types = members as unknown as (new () => InstanceType<Members[number]>)[];
  return createUnionType({
    name,
    description,
    types: () => types,
    resolveType: (value: object) =>
      '__typename' in value ? String(value.__typename) : types.find((type) => value instanceof type),
  }) as InstanceType<Members[number]>;
}
