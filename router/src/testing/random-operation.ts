import fc from 'fast-check';
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { printValue, randomValue } from './random-value.js';

/** An operation with values of the variables that it declares. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const MAX_DEPTH = 5;
/** Names that objects of JavaScript have by themselves. */
const ODD_ALIASES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'length', 'prototype'];
const CONDITIONS = [
  ...['', '', '', '', ''],
  ' @include(if: $a)',
  ' @skip(if: $b)',
  ' @include(if: $c)',
  ' @skip(if: true)',
  ' @include(if: $b) @skip(if: $a)',
];

/** Arbitrary valid operations of a schema: aliases, fragments, abstract types, arguments, variables, @skip, @include. */
export function randomOperation(schema: GraphQLSchema, without: readonly string[] = []): fc.Arbitrary<RandomOperation> {
  const conditions = fc.record({ a: fc.boolean(), b: fc.boolean() });
  const choices = fc.infiniteStream(fc.nat(0xffff));
  return fc.tuple(conditions, fc.noShrink(choices)).map(([given, stream]) => {
    const writer = new OperationWriter({ schema, without, next: () => Number(stream.next().value) });
    return writer.write(given);
  });
}

class OperationWriter {
  #aliases = 0;
  readonly #oddAliases = [...ODD_ALIASES];
  readonly #declarations: string[] = ['$a: Boolean!', '$b: Boolean!', '$c: Boolean = true'];
  readonly #variables: Record<string, unknown> = {};
  readonly #fragments: string[] = [];

  constructor(readonly from: { readonly schema: GraphQLSchema; readonly without: readonly string[]; next(): number }) {}

  write(given: Readonly<Record<string, unknown>>): RandomOperation {
    const { schema } = this.from;
    const mutation = schema.getMutationType();
    const isMutation = mutation != null && this.#below(2) === 0;
    const root = isMutation ? mutation : schema.getQueryType();
    if (!root) throw new Error('The schema has no queries.');
    const selections = Array.from({ length: 1 + this.#below(4) }, () => this.#selection(root, 0)).join(' ');
    const operation = isMutation ? 'mutation' : 'query';
    const typename = '__typename @include(if: $a) @skip(if: $b) root: __typename @include(if: $c)';
    const text = `${operation} (${this.#declarations.join(', ')}) { ${typename} ${selections} }`;
    const c = this.#below(2) === 0 ? {} : { c: false };
    return { query: [text, ...this.#fragments].join('\n'), variables: { ...given, ...c, ...this.#variables } };
  }

  #selections(type: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.#below(4);
    const leaf = leavesOf(type)[0] ?? '__typename'; // the planner forgets an object of which every field is conditional
    return [leaf, ...Array.from({ length: count }, () => this.#selection(type, depth))].join(' ');
  }

  #selection(type: GraphQLCompositeType, depth: number): string {
    const kind = this.#below(10);
    if (kind === 0) return `${this.#alias(this.#below(2) === 0)}__typename${this.#condition()}`;
    if (kind <= 2 || !hasFields(type)) return this.#fragment(type, depth);
    const fields = Object.values(type.getFields()).filter(
      ({ name, type: fieldType }) =>
        !this.from.without.includes(name) && (depth < MAX_DEPTH || !isCompositeType(getNamedType(fieldType))),
    );
    const field = fields[this.#below(fields.length)];
    return field === undefined ? '__typename' : this.#field(field, depth);
  }

  #fragment(type: GraphQLCompositeType, depth: number): string {
    const others = isObjectType(type) ? type.getInterfaces() : this.from.schema.getPossibleTypes(type);
    const types = [type, ...others];
    const chosen = types[this.#below(types.length)] ?? type;
    if (depth >= MAX_DEPTH) return '__typename';
    const condition = this.#condition();
    const isWider = isObjectType(type) && chosen !== type;
    const below = `{ ${isWider ? this.#leaves(chosen) : this.#selections(chosen, depth + 1)} }`;
    if (this.#below(3) > 0) return `... on ${chosen.name}${condition} ${below}`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${chosen.name} ${below}`);
    return `...${name}${condition}`;
  }

  /** From an object to its interface and back to the object, Apollo loses the type, and with it fields: leaves only. */
  #leaves(type: GraphQLCompositeType): string {
    const [first = '__typename', ...others] = leavesOf(type).filter((name) => !this.from.without.includes(name));
    return [first, ...others.map((name) => name + this.#condition())].join(' ');
  }

  /** Each field that is named twice in one answer needs equal arguments, so whatever has some gets its own alias. */
  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const alias = this.#alias(field.args.length > 0 || isCompositeType(type) || this.#below(4) === 0);
    const given = field.args
      .filter((argument) => isRequiredArgument(argument) || this.#below(3) > 0)
      .map(({ name, type: argument }) => `${name}: ${this.#argument(argument)}`);
    const args = given.length > 0 ? `(${given.join(', ')})` : '';
    const condition = this.#condition();
    const below = isCompositeType(type) ? ` { ${this.#selections(type, depth + 1)} }` : '';
    return `${alias}${field.name}${args}${condition}${below}`;
  }

  #alias(isWanted: boolean): string {
    if (!isWanted) return '';
    if (this.#below(6) === 0) {
      const odd = this.#oddAliases.pop();
      if (odd !== undefined) return `${odd}: `;
    }
    this.#aliases += 1;
    return `f${this.#aliases}: `;
  }

  #argument(type: GraphQLInputType): string {
    const draw = (below: number) => this.#below(below);
    if (this.#below(3) > 0) return printValue(randomValue(type, draw), type);
    const name = `v${this.#declarations.length}`;
    const value = randomValue(type, draw);
    const kind = this.#below(3);
    // Given; left out beside a default; left out where null may be.
    if (kind === 1 && value !== null) this.#declarations.push(`$${name}: ${type} = ${printValue(value, type)}`);
    else this.#declarations.push(`$${name}: ${type}`);
    if (kind === 0 || (kind === 1 && value === null) || (kind === 2 && isNonNullType(type)))
      this.#variables[name] = value;
    return `$${name}`;
  }

  #condition(): string {
    return CONDITIONS[this.#below(CONDITIONS.length)] ?? '';
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
