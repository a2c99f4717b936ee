import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/** The coordinates (`Type.field`) of all fields that a document asks for, each once, in order of their names. */
export function fieldsAskedFor(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const fields = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        const parent = types.getParentType();
        if (parent && !name.value.startsWith('__')) fields.add(`${parent.name}.${name.value}`);
      },
    }),
  );
  return [...fields].sort();
}
