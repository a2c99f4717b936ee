import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isRequiredInputField,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

/** Reads what values of variables name: fields of input objects that are given (`Input.field`), values of enums (`Enum.VALUE`). */
export type ReadVariables = (variables: Readonly<Record<string, unknown>>) => ReadonlySet<string>;

/** How to read the variables of an operation; undefined when their types have neither input objects nor enums in them. */
export function variablesReader(schema: GraphQLSchema, operation: OperationDefinitionNode): ReadVariables | undefined {
  const naming = [...variableTypes(schema, operation)].filter(([, type]) => isNaming(type));
  if (naming.length === 0) return undefined;
  return (variables) => {
    const given = new Set<string>();
    for (const [name, type] of naming) if (Object.hasOwn(variables, name)) addGiven(type, variables[name], given);
    return given;
  };
}

/** What every value of the operation's variables names, as far as types tell: fields of input objects that are required. */
export function coordinatesRequired(schema: GraphQLSchema, operation: OperationDefinitionNode): ReadonlySet<string> {
  const required = new Set<string>();
  for (const [, type] of variableTypes(schema, operation)) addRequired(type, required);
  return required;
}

function* variableTypes(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): Iterable<readonly [name: string, type: GraphQLInputType]> {
  for (const { variable, type } of variableDefinitions) {
    const given = typeFromAST(schema, type);
    if (isInputType(given)) yield [variable.name.value, given];
  }
}

function isNaming(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  return isEnumType(named) || isInputObjectType(named);
}

/** Values have been checked against their types. */
function addGiven(type: GraphQLInputType, value: unknown, given: Set<string>): void {
  const named = getNamedType(type);
  if (!isNaming(named) || value === null) return;
  if (Array.isArray(value)) for (const item of value) addGiven(named, item, given);
  else if (isEnumType(named)) given.add(`${named.name}.${value}`);
  else if (isInputObjectType(named)) {
    const fields = named.getFields();
    for (const [name, inner] of Object.entries(value as object)) {
      const field = fields[name];
      if (field === undefined) continue;
      given.add(`${named.name}.${name}`);
      addGiven(field.type, inner, given);
    }
  }
}

function addRequired(type: GraphQLInputType, required: Set<string>): void {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return;
  for (const field of Object.values(named.getFields())) {
    const coordinate = `${named.name}.${field.name}`;
    if (!isRequiredInputField(field) || required.has(coordinate)) continue;
    required.add(coordinate);
    addRequired(field.type, required);
  }
}
