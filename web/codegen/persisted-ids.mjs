import { manifestOf } from './manifest-of.mjs';

/** Writes the ids by which the app names its operations. */
export function plugin(_schema, documents) {
  const ids = Object.fromEntries(manifestOf(documents).operations.map(({ name, id }) => [name, id]));
  return `export const persistedIds: Record<string, string> = ${JSON.stringify(ids, null, 2)};\n`;
}
