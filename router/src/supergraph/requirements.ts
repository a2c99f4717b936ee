import { type DocumentNode, Kind, print, type SelectionSetNode, type TypeNode } from 'graphql';
import { fieldSetOf, hasFields, type Join, joinsIn } from './join-directives.js';
import { subgraphNames } from './subgraph-names.js';

/** What a field is answered with: objects of a type, in so many lists. */
export interface FieldType {
  readonly name: string;
  readonly lists: number;
}

/** What one subgraph has to be given, and by what it is entered; fields are called `Type.field`. */
export interface SubgraphRequirements {
  /** Finds the name of such a field in the text of a document; undefined when there is none. */
  readonly names: RegExp | undefined;
  /** What fields read by `@requires`. */
  readonly fields: ReadonlyMap<string, SelectionSetNode>;
  /** Fields that it only reads, and never provides, with the subgraphs that know them. */
  readonly foreign: ReadonlyMap<string, readonly string[]>;
  /** Keys that it resolves, by type. */
  readonly keys: ReadonlyMap<string, readonly SelectionSetNode[]>;
  isObject(type: string): boolean;
  typeOf(field: string): FieldType | undefined;
}

/** All `@requires` of a supergraph, by the names of all its subgraphs; empty when there is none. */
export type Requirements = ReadonlyMap<string, SubgraphRequirements>;

/** Reads from a supergraph what its fields require. Interfaces require nothing: plans ask the types below. */
export function readRequirements(supergraph: DocumentNode): Requirements {
  const subgraphs = new Map([...subgraphNames(supergraph)].map(([graph, name]) => [graph, newSubgraph(name)]));
  const objects = new Set<string>();
  const types = new Map<string, TypeNode>();
  for (const type of supergraph.definitions.filter(hasFields)) {
    const isObject = type.kind === Kind.OBJECT_TYPE_DEFINITION;
    if (isObject) objects.add(type.name.value);
    for (const join of joinsIn(type, 'join__type')) addKey(subgraphs.get(join.graph ?? ''), type.name.value, join);
    for (const field of type.fields ?? []) {
      const key = `${type.name.value}.${field.name.value}`;
      types.set(key, field.type);
      addField(subgraphs, key, { joins: joinsIn(field, 'join__field'), isObject });
    }
  }
  const all = [...subgraphs.values()];
  if (all.every(({ fields }) => fields.size === 0)) return new Map();
  return new Map(all.map((subgraph) => [subgraph.name, finish(subgraph, { objects, types })]));
}

const newSubgraph = (name: string) => ({
  name,
  fields: new Map<string, SelectionSetNode>(),
  foreign: new Map<string, readonly string[]>(),
  keys: new Map<string, readonly SelectionSetNode[]>(),
  /** A subgraph may answer with a narrower type than the supergraph says. */
  types: new Map<string, string>(),
  /** Names that it answers somewhere although they are `@external` to it: of keys and of what it provides. */
  own: new Set<string>(),
});

type Subgraph = ReturnType<typeof newSubgraph>;

function addKey(subgraph: Subgraph | undefined, type: string, { key, resolvable }: Join): void {
  if (subgraph === undefined || key === undefined) return;
  addNames(subgraph.own, key);
  if (resolvable !== false) subgraph.keys.set(type, [...(subgraph.keys.get(type) ?? []), fieldSetOf(key)]);
}

function addField(
  subgraphs: ReadonlyMap<string, Subgraph>,
  key: string,
  { joins, isObject }: { readonly joins: readonly Join[]; readonly isObject: boolean },
): void {
  const nameOf = ({ graph = '' }: Join) => subgraphs.get(graph)?.name ?? graph;
  const knows = (join: Join) => !join.external && !join.usedOverridden && join.overrideLabel === undefined;
  for (const { graph = '', requires, provides, external, type } of joins) {
    const subgraph = subgraphs.get(graph);
    if (provides !== undefined && subgraph) addNames(subgraph.own, provides);
    if (type !== undefined) subgraph?.types.set(key, type);
    if (requires !== undefined && isObject) subgraph?.fields.set(key, fieldSetOf(requires));
    if (external === true && isObject) subgraph?.foreign.set(key, joins.filter(knows).map(nameOf));
  }
}

function finish(
  { fields, foreign: external, keys, types: narrower, own }: Subgraph,
  { objects, types }: { readonly objects: ReadonlySet<string>; readonly types: ReadonlyMap<string, TypeNode> },
): SubgraphRequirements {
  const foreign = new Map([...external].filter(([field]) => !own.has(fieldOf(field))));
  const names = [...fields.keys(), ...foreign.keys()].map(fieldOf);
  return {
    names: names.length === 0 ? undefined : new RegExp(`\\b(${names.join('|')})\\b`),
    fields,
    foreign,
    keys,
    isObject: (type) => objects.has(type),
    typeOf(field) {
      const type = types.get(field);
      const text = narrower.get(field) ?? (type && print(type));
      return text === undefined ? undefined : { name: text.replace(/\W/g, ''), lists: text.split('[').length - 1 };
    },
  };
}

const fieldOf = (key: string): string => key.slice(key.indexOf('.') + 1);

function addNames(names: Set<string>, text: string): void {
  for (const name of text.match(/\w+/g) ?? []) names.add(name);
}
