import fc from 'fast-check';
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** An operation with the variables that it declares. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, boolean>>;
}

const MAX_DEPTH = 5;
const IDS = ['"1"', '"2"', '"3"', '"b1"', '"t1"', '"x"'];

/** Arbitrary valid queries of a schema: aliases, fragments, abstract types, arguments, @skip and @include. */
export function randomOperation(schema: GraphQLSchema, without: readonly string[] = []): fc.Arbitrary<RandomOperation> {
  const conditions = fc.record({ a: fc.boolean(), b: fc.boolean() });
  const choices = fc.infiniteStream(fc.nat(0xffff));
  return fc.tuple(conditions, fc.noShrink(choices)).map(([variables, stream]) => {
    const writer = new OperationWriter({ schema, without, next: () => Number(stream.next().value) });
    return { query: writer.write(), variables };
  });
}

class OperationWriter {
  #aliases = 0;

  constructor(readonly from: { readonly schema: GraphQLSchema; readonly without: readonly string[]; next(): number }) {}

  write(): string {
    const root = this.from.schema.getQueryType();
    if (!root) throw new Error('The schema has no queries.');
    const selections = Array.from({ length: 3 }, () => this.#selection(root, 0)).join(' ');
    return `query ($a: Boolean!, $b: Boolean!) { __typename @include(if: $a) @skip(if: $b) ${selections} }`;
  }

  #selections(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.#below(4);
    const leaf = leavesOf(type)[0] ?? '__typename'; // the planner forgets an object of which every field is conditional
    return [leaf, ...Array.from({ length: count }, () => this.#selection(type, depth))].join(' ');
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const kind = this.#below(10);
    if (kind === 0) return `__typename${this.#condition()}`;
    if (kind <= 2 || !hasFields(type)) return this.#fragment(type, depth);
    const fields = Object.values(type.getFields()).filter(
      ({ name, type: fieldType }) =>
        !this.from.without.includes(name) && (depth < MAX_DEPTH || !isCompositeType(getNamedType(fieldType))),
    );
    const field = fields[this.#below(fields.length)];
    return field === undefined ? '__typename' : this.#field(field, depth);
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    // From an object to its interface and back to the object, Apollo loses the type, and with it the fields.
    const types = isObjectType(type) ? [type] : [type, ...this.from.schema.getPossibleTypes(type)];
    const chosen = types[this.#below(types.length)] ?? type;
    if (depth >= MAX_DEPTH) return '__typename';
    return `... on ${chosen.name}${this.#condition()} { ${this.#selections(chosen, depth + 1)} }`;
  }

  /** Each field that is named twice in one answer needs equal arguments, so whatever has some gets its own alias. */
  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const isAliased = field.args.length > 0 || isCompositeType(type) || this.#below(4) === 0;
    this.#aliases += isAliased ? 1 : 0;
    const alias = isAliased ? `f${this.#aliases}: ` : '';
    const given = field.args.map(
      ({ name, type: argument }) => `${name}: ${this.#value(getNamedType(argument).name, argument)}`,
    );
    const args = given.length > 0 ? `(${given.join(', ')})` : '';
    const below = isCompositeType(type) ? ` { ${this.#selections(type, depth + 1)} }` : '';
    return `${alias}${field.name}${args}${this.#condition()}${below}`;
  }

  #value(name: string, type: unknown): string {
    const named = this.from.schema.getType(name);
    if (name === 'Int') return String(this.#below(4));
    if (name === 'Boolean') return String(this.#below(2) === 0);
    if (isEnumType(named)) return named.getValues()[0]?.name ?? 'null';
    if (name === 'ID' || name === 'String') return IDS[this.#below(IDS.length)] ?? '"1"';
    throw new Error(`No value for ${String(type)}.`);
  }

  #condition(): string {
    return (
      [
        '',
        '',
        '',
        '',
        '',
        ' @include(if: $a)',
        ' @skip(if: $b)',
        ' @skip(if: true)',
        ' @include(if: $b) @skip(if: $a)',
      ][this.#below(9)] ?? ''
    );
  }

  #below(count: number): number {
    return count === 0 ? 0 : this.from.next() % count;
  }
}

const hasFields = (type: GraphQLCompositeType) => isObjectType(type) || isInterfaceType(type);

function leavesOf(type: GraphQLCompositeType): readonly string[] {
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  return fields
    .filter(({ args, type: fieldType }) => args.length === 0 && !isCompositeType(getNamedType(fieldType)))
    .map(({ name }) => name);
}
