import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  visit,
} from 'graphql';
import { directiveArguments } from './linked-directives.js';

type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** Takes `external` declarations of these fields out of graphs that do not read them: the planner refuses such ones. */
export function withoutUnread(supergraph: DocumentNode, fields: ReadonlySet<string>): DocumentNode {
  const provided = providesOf(supergraph);
  const clean = <Type extends FieldsType>(type: Type): Type => ({
    ...type,
    fields: (type.fields ?? []).map((field) => {
      const name = field.name.value;
      if (!fields.has(name)) return field;
      const isRead = (graph: string) =>
        names(keysOf(type, graph), name) ||
        names(provided.get(graph) ?? [], name) ||
        interfacesOf(type, graph).some((interfaceName) => hasField(supergraph, interfaceName, name));
      const isKept = (directive: ConstDirectiveNode) => {
        const { graph, external } = joinArguments(directive);
        return directive.name.value !== 'join__field' || external !== true || graph === undefined || isRead(graph);
      };
      return { ...field, directives: (field.directives ?? []).filter(isKept) };
    }),
  });
  return visit(supergraph, { ObjectTypeDefinition: clean, InterfaceTypeDefinition: clean });
}

/** Arguments of the join directives that are read here, as the join specification fixes them. */
interface JoinArguments {
  readonly graph?: string;
  readonly external?: boolean;
  readonly provides?: string;
  readonly key?: string;
  readonly interface?: string;
}

const joinArguments = (directive: ConstDirectiveNode) => directiveArguments(directive) as JoinArguments;

const names = (texts: readonly string[], field: string): boolean =>
  texts.some((text) => text.split(/\W+/).includes(field));

function keysOf({ directives = [] }: FieldsType, graph: string): readonly string[] {
  const joins = directives.filter(({ name }) => name.value === 'join__type').map(joinArguments);
  return joins.flatMap((join) => (join.graph === graph && join.key !== undefined ? [join.key] : []));
}

function interfacesOf({ directives = [] }: FieldsType, graph: string): readonly string[] {
  const joins = directives.filter(({ name }) => name.value === 'join__implements').map(joinArguments);
  return joins.flatMap((join) => (join.graph === graph && join.interface !== undefined ? [join.interface] : []));
}

function hasField({ definitions }: DocumentNode, type: string, field: string): boolean {
  return definitions.some(
    (definition) =>
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION &&
      definition.name.value === type &&
      definition.fields?.some(({ name }) => name.value === field),
  );
}

function providesOf(supergraph: DocumentNode): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  visit(supergraph, {
    FieldDefinition({ directives = [] }: FieldDefinitionNode) {
      for (const { graph, provides } of directives
        .filter(({ name }) => name.value === 'join__field')
        .map(joinArguments))
        if (graph !== undefined && provides !== undefined) texts.set(graph, [...(texts.get(graph) ?? []), provides]);
    },
  });
  return texts;
}
