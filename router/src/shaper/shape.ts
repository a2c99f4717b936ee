import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Access, Refusal } from '../authorization/access.js';

/** What all shapes of one operation share, for one caller's rights and one set of `@skip` / `@include` values. */
export interface ShapeContext {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly access: Access;
  readonly conditions: Readonly<Record<string, unknown>>;
  /** Fields that were not fetched, because everything below them is refused. */
  readonly hollow: ReadonlySet<FieldNode>;
  /** Under which name a field's value stands in the merged data. */
  dataName(node: FieldNode): string;
}

/** One field of an answer, as it is on one type. */
export interface ShapeField {
  readonly kind: 'typename' | 'introspection' | 'value';
  readonly responseName: string;
  readonly dataName: string;
  /** Type on which it was selected first; errors name it. */
  readonly parentName: string;
  readonly type: GraphQLOutputType | undefined;
  readonly nodes: readonly FieldNode[];
  /** Of the objects in it; undefined for scalars and enums. */
  readonly shape: Shape | undefined;
  readonly refusal: Refusal | undefined;
  readonly isHollow: boolean;
}

/** All that an operation selects at one position, resolved per runtime type at first sight. */
export class Shape {
  readonly #byType = new Map<string, readonly ShapeField[]>();

  constructor(
    readonly context: ShapeContext,
    readonly sets: readonly SelectionSetNode[],
  ) {}

  /** The fields of an object of this type, in the order in which the answer has them. */
  fieldsOf(type: GraphQLCompositeType): readonly ShapeField[] {
    const known = this.#byType.get(type.name);
    if (known !== undefined) return known;
    const collected = new Map<string, Collected>();
    for (const { selections } of this.sets) this.#collect(selections, type, { selectedOn: type, into: collected });
    const fields = [...collected].map(([responseName, entry]) => this.#toField(responseName, entry, type));
    this.#byType.set(type.name, fields);
    return fields;
  }

  /** Whether the answer has a path of data names, on whatever types. */
  selects([name, ...rest]: readonly string[]): boolean {
    if (name === undefined) return true;
    const nodes = this.sets.flatMap((set) => this.#nodesNamed(set, name));
    const sets = nodes.map(({ selectionSet }) => selectionSet).filter((set) => set !== undefined);
    return rest.length === 0 ? nodes.length > 0 : sets.length > 0 && new Shape(this.context, sets).selects(rest);
  }

  #nodesNamed({ selections }: SelectionSetNode, name: string): readonly FieldNode[] {
    return selections.flatMap((selection) => {
      if (!this.#isIncluded(selection)) return [];
      if (selection.kind === Kind.FIELD) return this.context.dataName(selection) === name ? [selection] : [];
      const set =
        selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : this.#fragment(selection.name.value);
      return this.#nodesNamed(set, name);
    });
  }

  #collect(selections: readonly SelectionNode[], type: GraphQLCompositeType, to: CollectTarget): void {
    for (const selection of selections.filter((candidate) => this.#isIncluded(candidate))) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const known = to.into.get(name);
        if (known === undefined) to.into.set(name, { selectedOn: to.selectedOn, nodes: [selection] });
        else known.nodes.push(selection);
        continue;
      }
      const isInline = selection.kind === Kind.INLINE_FRAGMENT;
      const condition = isInline
        ? selection.typeCondition
        : this.context.fragments.get(selection.name.value)?.typeCondition;
      const selectedOn = condition === undefined ? to.selectedOn : this.#compositeType(condition.name.value);
      if (condition !== undefined && !this.#applies(selectedOn, type)) continue;
      const set = isInline ? selection.selectionSet : this.#fragment(selection.name.value);
      this.#collect(set.selections, type, { selectedOn, into: to.into });
    }
  }

  #toField(responseName: string, { selectedOn, nodes }: Collected, type: GraphQLCompositeType): ShapeField {
    const [node] = nodes as [FieldNode]; // an entry is made together with its first node
    const common = { responseName, dataName: this.context.dataName(node), parentName: selectedOn.name, nodes };
    const none = { type: undefined, shape: undefined, refusal: undefined, isHollow: false };
    if (node.name.value === '__typename') return { kind: 'typename', ...common, ...none };
    const field = fieldOf(selectedOn, node.name.value) ?? fieldOf(type, node.name.value);
    if (field === undefined) return { kind: 'introspection', ...common, ...none };
    const sets = nodes.map(({ selectionSet }) => selectionSet).filter((set) => set !== undefined);
    return {
      kind: 'value',
      ...common,
      type: field.type,
      shape: isCompositeType(getNamedType(field.type)) ? new Shape(this.context, sets) : undefined,
      refusal: this.context.access.refusalOf(type, field),
      isHollow: nodes.every((selected) => this.context.hollow.has(selected)),
    };
  }

  #isIncluded({ directives }: SelectionNode): boolean {
    return (directives ?? []).every(({ name, arguments: given }) => {
      if (name.value !== 'skip' && name.value !== 'include') return true;
      const value = given?.find((argument) => argument.name.value === 'if')?.value;
      const isTrue =
        value?.kind === Kind.VARIABLE
          ? this.context.conditions[value.name.value] === true
          : value?.kind === Kind.BOOLEAN && value.value;
      return isTrue === (name.value === 'include');
    });
  }

  #applies(condition: GraphQLCompositeType, type: GraphQLCompositeType): boolean {
    if (condition === type) return true;
    return (
      isAbstractType(condition) &&
      (isObjectType(type) || isInterfaceType(type)) &&
      this.context.schema.isSubType(condition, type)
    );
  }

  #fragment(name: string): SelectionSetNode {
    const fragment = this.context.fragments.get(name);
    if (fragment === undefined) throw new Error(`Validation let an unknown fragment "${name}" pass.`);
    return fragment.selectionSet;
  }

  #compositeType(name: string): GraphQLCompositeType {
    const type = this.context.schema.getType(name);
    if (!isCompositeType(type)) throw new Error(`Validation let a fragment on "${name}" pass.`);
    return type;
  }
}

interface Collected {
  readonly selectedOn: GraphQLCompositeType;
  readonly nodes: FieldNode[];
}

interface CollectTarget {
  readonly selectedOn: GraphQLCompositeType;
  readonly into: Map<string, Collected>;
}

function fieldOf(type: GraphQLCompositeType, name: string) {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}
