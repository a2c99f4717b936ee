import { isAbstractType } from 'graphql';

/** Writes which types an interface or union stands for, so that the client's cache can match fragments. */
export function plugin(schema) {
  const abstractTypes = Object.values(schema.getTypeMap()).filter(
    (type) => isAbstractType(type) && !type.name.startsWith('__'),
  );
  const entries = abstractTypes.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]);
  return `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(Object.fromEntries(entries), null, 2)};\n`;
}
