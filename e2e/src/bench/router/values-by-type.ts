import {
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { VARYING_MARKER } from './benchmark-graph.js';

/** An object of the generated graph: no more than what tells it from others. */
interface Thing {
  readonly id: string;
}

/** Rows of a list. */
const ROWS = 3;
const NUMBER = 42;
const TEXTS: Readonly<Record<string, string>> = {
  BigInt: '4200',
  CurrencyCode: 'EUR',
  DateTime: '2026-03-29T01:30:00.000Z',
  LocalDateTime: '2026-03-29T03:30',
  TimeZone: 'Europe/Berlin',
};

/**
 * A value for any field by its type and name alone: numbers are 42, times one instant, enums their first value, lists have
 * three rows, texts name field and row, and ids type and row. So a subgraph says the same of an entity, whoever asks how.
 */
export const valueOfField: GraphQLFieldResolver<Partial<Record<string, unknown>>, unknown> = (source, _, __, info) =>
  source?.[info.fieldName] ?? valueOfType(info.returnType, info.fieldName, rowOf(source));

/** What an abstract type is follows from the row. */
export const typeOfThing: GraphQLTypeResolver<Thing, unknown> = (thing, _, { schema }, type) =>
  memberOf(schema.getPossibleTypes(type), thing);

/** Answers each representation of an entity with the entity; of an interface with one that implements it. */
export function entityResolvers(schema: GraphQLSchema) {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
  const entities = types.filter(({ astNode }) => astNode?.directives?.some(({ name }) => name.value === 'key'));
  return Object.fromEntries(
    entities.map((type) => {
      const members = isInterfaceType(type) ? schema.getPossibleTypes(type) : [type];
      const resolve = (thing: Thing) => ({ ...thing, __typename: memberOf(members, thing) });
      return [type.name, { __resolveReference: resolve }];
    }),
  );
}

function valueOfType(type: GraphQLOutputType, field: string, row: number): unknown {
  if (isNonNullType(type)) return valueOfType(type.ofType, field, row);
  if (isListType(type)) return Array.from({ length: ROWS }, (_, at) => valueOfType(type.ofType, field, at));
  if (isObjectType(type) || isAbstractType(type)) return { id: `${type.name}-${row}` } satisfies Thing;
  if (isEnumType(type)) return type.getValues()[0]?.value;
  if (type.name === 'ID') return String(row);
  if (type.name === 'Int' || type.name === 'Float') return NUMBER;
  if (type.name === 'Boolean') return true;
  return TEXTS[type.name] ?? `${VARYING_MARKER} ${field} ${row}`;
}

const memberOf = (members: readonly GraphQLObjectType[], thing: Partial<Thing>): string | undefined =>
  members[rowOf(thing) % members.length]?.name;

/** What belongs to a row says the same as others of that row. */
const rowOf = (thing: Partial<Record<string, unknown>> | undefined): number =>
  typeof thing?.id === 'string' ? Number(thing.id.at(-1)) : 0;
