import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { withoutUnread } from './external-fields.js';
import { withInaccessible } from './inaccessible.js';
import { type FieldsType, fieldSetOf, hasFields, isJoin, joinOf, joinsIn } from './join-directives.js';
import { subgraphNames } from './subgraph-names.js';

/** What plans over variants need to know. */
export interface RequiredVariants {
  /** The name of a field by the name of its variant. */
  readonly fields: ReadonlyMap<string, string>;
  /** Variants that a field reads by `@requires`, by `graph.Type.field`. */
  readonly readBy: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * When two `@requires` read one field with different arguments, the planner keeps one of both and gives it to both
 * readers. Here each combination of arguments becomes an invisible field of its own in the planner's supergraph, so
 * that it plans two; `withoutVariants` turns them back into aliases of the one field.
 */
export function withRequiredVariants(supergraph: DocumentNode): { document: DocumentNode; variants: RequiredVariants } {
  const types = new Map(supergraph.definitions.filter(hasFields).map((type) => [type.name.value, type]));
  const reads = [...types.values()].flatMap((type) => readsOf(type, types));
  const names = variantNames(reads);
  const fields = new Map([...names.values()].flatMap((byArguments) => [...byArguments.values()]));
  if (fields.size === 0) return { document: supergraph, variants: { fields, readBy: new Map() } };

  const readBy = new Map<string, Set<string>>();
  const added = new Map<string, Set<string>>();
  for (const { reader, graph, parent, field } of reads) {
    const variant = nameOf(names, field);
    if (variant === undefined) continue;
    addTo(readBy, `${graph}.${reader}`, variant);
    for (const type of [parent, ...implementersOf(parent, types)]) addTo(added, `${type}.${variant}`, graph);
  }
  const renamed = visit(supergraph, {
    Directive: (directive) => (isJoin(directive, 'join__field') ? withVariantNames(directive, names) : undefined),
    [Kind.DIRECTIVE_DEFINITION]: () => false,
  });
  const { document, directive } = withInaccessible(renamed);
  const grown = visit(document, {
    ObjectTypeDefinition: (type) => withVariantFields(type, { fields, added, directive }),
    InterfaceTypeDefinition: (type) => withVariantFields(type, { fields, added, directive }),
  });
  return {
    document: withoutUnread(grown, new Set(fields.values())),
    variants: { fields, readBy: byServiceName(readBy, supergraph) },
  };
}

/** One field in the text of one `@requires`. */
interface Read {
  /** `Type.field` that carries the directive. */
  readonly reader: string;
  readonly graph: string;
  readonly parent: string;
  readonly field: FieldNode;
}

function readsOf(type: FieldsType, types: ReadonlyMap<string, FieldsType>): readonly Read[] {
  return (type.fields ?? []).flatMap((field) =>
    joinsIn(field, 'join__field').flatMap(({ graph, requires }) => {
      if (graph === undefined || requires === undefined) return [];
      const reader = `${type.name.value}.${field.name.value}`;
      const reads: Read[] = [];
      forEachField(fieldSetOf(requires), type.name.value, types, (node, parent) => {
        reads.push({ reader, graph, parent, field: node });
      });
      return reads;
    }),
  );
}

/** Field name → text of arguments → variant and field; only where arguments differ. */
type VariantNames = ReadonlyMap<string, ReadonlyMap<string, readonly [variant: string, field: string]>>;

function variantNames(reads: readonly Read[]): VariantNames {
  const names = new Map<string, Map<string, readonly [string, string]>>();
  for (const { field } of reads) {
    const name = field.name.value;
    const known = names.get(name) ?? new Map<string, readonly [string, string]>();
    names.set(name, known);
    const text = argumentsText(field);
    if (!known.has(text)) known.set(text, [`_variant${known.size}_${name}`, name]);
  }
  return new Map([...names].filter(([, byArguments]) => byArguments.size > 1));
}

const nameOf = (names: VariantNames, field: FieldNode): string | undefined =>
  names.get(field.name.value)?.get(argumentsText(field))?.[0];

const argumentsText = ({ arguments: given }: FieldNode): string => (given ?? []).map(print).sort().join();

function withVariantNames(directive: DirectiveNode, names: VariantNames) {
  return {
    ...directive,
    arguments: (directive.arguments ?? []).map((argument) => {
      if (argument.name.value !== 'requires' || argument.value.kind !== Kind.STRING) return argument;
      const set = visit(fieldSetOf(argument.value.value), {
        Field: {
          leave(node) {
            const variant = nameOf(names, node);
            return variant === undefined ? undefined : { ...node, name: { kind: Kind.NAME, value: variant } };
          },
        },
      });
      return {
        ...argument,
        value: { ...argument.value, value: stripIgnoredCharacters(print(set)).slice(1, -1), block: false },
      };
    }),
  };
}

function withVariantFields<Type extends FieldsType>(
  type: Type,
  {
    fields,
    added,
    directive,
  }: {
    readonly fields: ReadonlyMap<string, string>;
    readonly added: ReadonlyMap<string, ReadonlySet<string>>;
    readonly directive: ConstDirectiveNode;
  },
): Type | undefined {
  const variants = [...fields].flatMap(([variant, name]) => {
    const readers = added.get(`${type.name.value}.${variant}`);
    const field = type.fields?.find((candidate) => candidate.name.value === name);
    if (readers === undefined || field === undefined) return [];
    // An @external field that its graph does not read would be refused.
    const isUsed = (applied: ConstDirectiveNode) => {
      const { graph, external } = joinOf(applied);
      return external !== true || (graph !== undefined && readers.has(graph));
    };
    const kept = (field.directives ?? []).filter((applied) => isJoin(applied, 'join__field')).filter(isUsed);
    return [{ ...field, name: { ...field.name, value: variant }, directives: [...kept, directive] }];
  });
  return variants.length === 0 ? undefined : { ...type, fields: [...(type.fields ?? []), ...variants] };
}

function forEachField(
  { selections }: SelectionSetNode,
  parent: string,
  types: ReadonlyMap<string, FieldsType>,
  tell: (field: FieldNode, parent: string) => void,
): void {
  const below = (selection: SelectionNode): string => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection.typeCondition?.name.value ?? parent;
    const field = types.get(parent)?.fields?.find(({ name }) => name.value === (selection as FieldNode).name.value);
    return field === undefined ? '' : namedType(field.type);
  };
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) tell(selection, parent);
    if (selection.kind === Kind.FRAGMENT_SPREAD || selection.selectionSet === undefined) continue;
    forEachField(selection.selectionSet, below(selection), types, tell);
  }
}

function namedType(type: FieldDefinitionNode['type']): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function implementersOf(name: string, types: ReadonlyMap<string, FieldsType>): readonly string[] {
  return [...types.values()]
    .filter(({ interfaces }) => interfaces?.some((implemented) => implemented.name.value === name))
    .map((type) => type.name.value);
}

/** With subgraphs named as plans name them. */
function byServiceName(
  readBy: ReadonlyMap<string, ReadonlySet<string>>,
  supergraph: DocumentNode,
): ReadonlyMap<string, ReadonlySet<string>> {
  const services = subgraphNames(supergraph);
  return new Map(
    [...readBy].map(([key, variants]) => {
      const [graph = '', ...field] = key.split('.');
      return [[services.get(graph) ?? graph, ...field].join('.'), variants];
    }),
  );
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(value));
}
