import {
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

/** Draws a number below a bound. */
export type Draw = (below: number) => number;

const TEXTS = ['1', '2', '3', 'b1', 't1', 'x', '', 'a "quoted" \\ ü\nline'];
const NUMBERS = [0, 1, 2, 3, -7];

/** Any value that a type takes, as JSON; null where it may be. */
export function randomValue(type: GraphQLInputType, draw: Draw, depth = 0): unknown {
  if (!isNonNullType(type) && draw(8) === 0) return null;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return Array.from({ length: draw(3) }, () => randomValue(nullable.ofType, draw, depth + 1));
  }
  if (isEnumType(nullable)) {
    const values = nullable.getValues();
    return values[draw(values.length)]?.name ?? null;
  }
  if (isInputObjectType(nullable)) {
    const given = Object.values(nullable.getFields()).filter(
      (field) => isRequiredInputField(field) || (depth < 3 && draw(2) === 0),
    );
    return Object.fromEntries(given.map(({ name, type: inner }) => [name, randomValue(inner, draw, depth + 1)]));
  }
  return randomScalar(String(nullable), draw);
}

function randomScalar(name: string, draw: Draw): unknown {
  switch (name) {
    case 'Int':
      return NUMBERS[draw(NUMBERS.length)];
    case 'Float':
      return (NUMBERS[draw(NUMBERS.length)] ?? 0) + draw(2) / 2;
    case 'Boolean':
      return draw(2) === 0;
    case 'ID':
      return TEXTS[draw(6)];
    case 'String':
      return TEXTS[draw(TEXTS.length)];
    default: // a scalar of the schema's own takes anything
      return [draw(9), TEXTS[draw(TEXTS.length)], { a: [1, { b: null }], c: 'd' }, ['x', 2.5]][draw(4)];
  }
}

/** A value in the syntax of GraphQL. */
export function printValue(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (value === null || value === undefined) return 'null';
  if (isEnumType(nullable)) return String(value);
  if (Array.isArray(value)) {
    const inner = isListType(nullable) ? nullable.ofType : nullable;
    return `[${value.map((element) => printValue(element, inner)).join(', ')}]`;
  }
  if (typeof value !== 'object') return JSON.stringify(value);
  const fields = isInputObjectType(nullable) ? nullable.getFields() : {};
  const entries = Object.entries(value).map(
    ([name, inner]) => `${name}: ${printValue(inner, fields[name]?.type ?? nullable)}`,
  );
  return `{ ${entries.join(', ')} }`;
}
