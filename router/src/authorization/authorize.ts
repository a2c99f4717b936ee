import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ParsedOperation } from '../operation/parsed-operation.js';
import type { Access } from './access.js';

/** The part of an operation that its caller may see. */
export interface AuthorizedOperation {
  /** What is planned and fetched; undefined when nothing is left. */
  readonly document: DocumentNode | undefined;
  /** Fields that were taken out because everything selected below them is refused, and they may be null. */
  readonly hollow: ReadonlySet<FieldNode>;
}

/** Takes everything out of an operation that its caller may not see, so that no subgraph is ever asked for it. */
export function authorize(operation: ParsedOperation, access: Access): AuthorizedOperation {
  const root = access.schema.getRootType(operation.definition.operation);
  if (!root) return { document: undefined, hollow: new Set() };
  const filter = new Filter(operation, access);
  const selectionSet = filter.ofSet(operation.definition.selectionSet, root);
  if (selectionSet === undefined) return { document: undefined, hollow: filter.hollow };
  const unchanged = selectionSet === operation.definition.selectionSet && !filter.hasChangedFragments;
  if (unchanged) return { document: operation.document, hollow: filter.hollow };
  const definition = { ...operation.definition, selectionSet };
  return {
    document: { kind: Kind.DOCUMENT, definitions: [definition, ...filter.fragments()] },
    hollow: filter.hollow,
  };
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

class Filter {
  readonly hollow = new Set<FieldNode>();
  readonly #fragments = new Map<string, SelectionSetNode | undefined>();

  constructor(
    readonly operation: ParsedOperation,
    readonly access: Access,
  ) {}

  get hasChangedFragments(): boolean {
    return [...this.#fragments].some(([name, set]) => set !== this.operation.fragments.get(name)?.selectionSet);
  }

  fragments(): FragmentDefinitionNode[] {
    return [...this.#fragments].flatMap(([name, selectionSet]) => {
      const fragment = this.operation.fragments.get(name);
      return fragment === undefined || selectionSet === undefined ? [] : [{ ...fragment, selectionSet }];
    });
  }

  /** Undefined when nothing may be seen, whatever the runtime type is. */
  ofSet(set: SelectionSetNode, parent: GraphQLCompositeType): SelectionSetNode | undefined {
    const kept = set.selections.map((selection) => this.#ofSelection(selection, parent));
    if (kept.every((nodes, index) => nodes.length === 1 && nodes[0] === set.selections[index])) return set;
    const selections = kept.flat();
    const dependsOnType = isAbstractType(parent) && set.selections.some(({ kind }) => kind !== Kind.FIELD);
    // The answer still tells which type it is, so that refusals are told only where they apply.
    const needsTypename = isAbstractType(parent) && (selections.length > 0 || dependsOnType);
    if (needsTypename) selections.push(TYPENAME);
    return selections.length === 0 ? undefined : { ...set, selections };
  }

  #ofSelection(selection: SelectionNode, parent: GraphQLCompositeType): readonly SelectionNode[] {
    if (selection.kind === Kind.FIELD) return this.#ofField(selection, parent);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return this.#ofFragment(selection.name.value) === undefined ? [] : [selection];
    }
    const type = selection.typeCondition ? this.#compositeType(selection.typeCondition.name.value) : parent;
    const selectionSet = this.ofSet(selection.selectionSet, type);
    if (selectionSet === undefined) return [];
    return [selectionSet === selection.selectionSet ? selection : { ...selection, selectionSet }];
  }

  #ofFragment(name: string): SelectionSetNode | undefined {
    if (!this.#fragments.has(name)) {
      const fragment = this.operation.fragments.get(name);
      const set = fragment && this.ofSet(fragment.selectionSet, this.#compositeType(fragment.typeCondition.name.value));
      this.#fragments.set(name, set);
    }
    return this.#fragments.get(name);
  }

  #ofField(node: FieldNode, parent: GraphQLCompositeType): readonly SelectionNode[] {
    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return [node]; // __typename and introspection
    const types = this.access.typesOf(parent);
    const allowed = types.filter((type) => this.access.refusalOf(type, field) === undefined);
    if (allowed.length === 0 && types.length > 0) return [];
    const kept = this.#withAllowedSelection(node, field, parent);
    if (kept === undefined) return [];
    return allowed.length === types.length ? [kept] : allowed.map(({ name }) => onlyOn(name, kept));
  }

  #withAllowedSelection(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    parent: GraphQLCompositeType,
  ): FieldNode | undefined {
    const type = getNamedType(field.type);
    if (node.selectionSet === undefined || !isCompositeType(type)) return node;
    const selectionSet = this.ofSet(node.selectionSet, type);
    if (selectionSet === node.selectionSet) return node;
    if (selectionSet !== undefined) return { ...node, selectionSet };
    if (isNonNullType(field.type) && this.#isReadFrom(parent))
      return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: [TYPENAME] } };
    this.hollow.add(node);
    return undefined;
  }

  /** Null in place of an object that may not be null takes what stands beside it along; but nobody mutates in vain. */
  #isReadFrom(parent: GraphQLCompositeType): boolean {
    const { schema } = this.access;
    return parent !== schema.getMutationType() && parent !== schema.getSubscriptionType();
  }

  #compositeType(name: string): GraphQLCompositeType {
    const type = this.access.schema.getType(name);
    if (!isCompositeType(type)) throw new Error(`Validation let a fragment on "${name}" pass.`);
    return type;
  }
}

function fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

const onlyOn = (typeName: string, field: FieldNode): SelectionNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
  selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
});
