import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * The schema coordinates that a document names, each once, in order: fields (`Type.field`), arguments
 * (`Type.field(argument:)`), and, where values stand in the document itself, fields of input objects (`Input.field`) and
 * values of enums (`Enum.VALUE`). Neither introspection nor directives.
 */
export function coordinatesUsed(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const used = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        const parent = types.getParentType();
        if (!parent || name.value.startsWith('__')) return false;
        used.add(`${parent.name}.${name.value}`);
        return undefined;
      },
      FragmentDefinition: ({ typeCondition }) => (typeCondition.name.value.startsWith('__') ? false : undefined),
      Directive: () => false,
      Argument({ name }) {
        used.add(`${types.getParentType()?.name}.${types.getFieldDef()?.name}(${name.value}:)`);
      },
      ObjectField({ name }) {
        const input = getNamedType(types.getParentInputType());
        if (isInputObjectType(input)) used.add(`${input.name}.${name.value}`);
      },
      EnumValue({ value }) {
        const named = getNamedType(types.getInputType());
        if (isEnumType(named)) used.add(`${named.name}.${value}`);
      },
    }),
  );
  return [...used].sort();
}
