import {
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
} from 'graphql';
import { directiveArguments } from './linked-directives.js';
import { subgraphNames } from './subgraph-names.js';

/** What a field is answered with: objects of a type, in so many lists. */
export interface FieldType {
  readonly name: string;
  readonly lists: number;
}

/** What one subgraph has to be given, and by what it is entered. */
export interface SubgraphRequirements {
  /** Finds the name of a field that requires something, in the text of a document. */
  readonly names: RegExp;
  /** What fields read by `@requires`, by `Type.field`. */
  readonly fields: ReadonlyMap<string, SelectionSetNode>;
  /** Keys that it resolves, by type. */
  readonly keys: ReadonlyMap<string, readonly SelectionSetNode[]>;
  /** By `Type.field`. */
  readonly types: ReadonlyMap<string, FieldType>;
}

/** All `@requires` of a supergraph, by the names of the subgraphs that have any. */
export type Requirements = ReadonlyMap<string, SubgraphRequirements>;

/** Reads from a supergraph what its fields require. Interfaces require nothing: plans ask the types below. */
export function readRequirements(supergraph: DocumentNode): Requirements {
  const all = supergraph.definitions.filter(hasFields);
  const objects = all.filter((type) => type.kind === Kind.OBJECT_TYPE_DEFINITION);
  const found = [...subgraphNames(supergraph)].map(([graph, name]) => {
    const fields = new Map(entriesOf(objects, ({ directives }) => requirementOf(directives, graph)));
    const keys = new Map(objects.map((type) => [type.name.value, keysOf(type, graph)]));
    const types = new Map(entriesOf(all, (field) => typeIn(field, graph)));
    return [name, { names: anyOf([...fields.keys()]), fields, keys, types }] as const;
  });
  return new Map(found.filter(([, { fields }]) => fields.size > 0));
}

/** Arguments of `@join__type` and `@join__field`, as the join specification fixes them. */
interface JoinArguments {
  readonly graph?: string;
  readonly key?: string;
  readonly resolvable?: boolean;
  readonly requires?: string;
  readonly type?: string;
}

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
type Directives = FieldDefinitionNode['directives'];

function entriesOf<Value>(types: readonly FieldsType[], read: (field: FieldDefinitionNode) => Value | undefined) {
  return types.flatMap(({ name: type, fields = [] }) =>
    fields.flatMap((field) => {
      const value = read(field);
      return value === undefined ? [] : [[`${type.value}.${field.name.value}`, value] as const];
    }),
  );
}

function requirementOf(directives: Directives, graph: string): SelectionSetNode | undefined {
  const requires = joinsIn(directives, 'join__field', graph).find((join) => join.requires !== undefined)?.requires;
  return requires === undefined ? undefined : selectionsOf(requires);
}

function keysOf({ directives }: FieldsType, graph: string): readonly SelectionSetNode[] {
  return joinsIn(directives, 'join__type', graph).flatMap(({ key, resolvable }) =>
    key === undefined || resolvable === false ? [] : [selectionsOf(key)],
  );
}

/** A subgraph may answer with a narrower type than the supergraph says. */
function typeIn({ directives, type }: FieldDefinitionNode, graph: string): FieldType {
  const text = joinsIn(directives, 'join__field', graph).find((join) => join.type !== undefined)?.type ?? print(type);
  return { name: text.replace(/\W/g, ''), lists: text.split('[').length - 1 };
}

function joinsIn(directives: Directives, name: string, graph: string): readonly JoinArguments[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive): JoinArguments => directiveArguments(directive))
    .filter((join) => join.graph === graph);
}

function selectionsOf(text: string): SelectionSetNode {
  const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions as [OperationDefinitionNode]; // was written
  return operation.selectionSet;
}

const anyOf = (fields: readonly string[]): RegExp =>
  new RegExp(`\\b(${fields.map((field) => field.split('.')[1]).join('|')})\\b`);

const hasFields = (definition: DocumentNode['definitions'][number]): definition is FieldsType =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;
