import { type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode, Kind, visit } from 'graphql';
import { type FieldsType, isJoin, joinOf, joinsIn } from './join-directives.js';

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
        const { graph, external } = joinOf(directive);
        return !isJoin(directive, 'join__field') || external !== true || graph === undefined || isRead(graph);
      };
      return { ...field, directives: (field.directives ?? []).filter(isKept) };
    }),
  });
  return visit(supergraph, { ObjectTypeDefinition: clean, InterfaceTypeDefinition: clean });
}

const names = (texts: readonly string[], field: string): boolean =>
  texts.some((text) => text.split(/\W+/).includes(field));

function keysOf(type: FieldsType, graph: string): readonly string[] {
  return joinsIn(type, 'join__type').flatMap((join) =>
    join.graph === graph && join.key !== undefined ? [join.key] : [],
  );
}

function interfacesOf(type: FieldsType, graph: string): readonly string[] {
  return joinsIn(type, 'join__implements').flatMap((join) =>
    join.graph === graph && join.interface !== undefined ? [join.interface] : [],
  );
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
    FieldDefinition(field: FieldDefinitionNode) {
      for (const { graph, provides } of joinsIn(field, 'join__field'))
        if (graph !== undefined && provides !== undefined) texts.set(graph, [...(texts.get(graph) ?? []), provides]);
    },
  });
  return texts;
}
