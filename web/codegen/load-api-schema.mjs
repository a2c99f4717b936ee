import { readFile } from 'node:fs/promises';
import { toApiSchema } from '@fleetgraph/schema/scripts/api-schema';

/** Turns the composed supergraph into the schema that a client sees: no joins, nothing inaccessible. */
export default async function loadApiSchema(path) {
  return toApiSchema(await readFile(path, 'utf8'));
}
