import { readFile } from 'node:fs/promises';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';

/** Turns the composed supergraph into the schema that a client sees: no joins, nothing inaccessible. */
export default async function loadApiSchema(path) {
  const supergraph = Supergraph.build(await readFile(path, 'utf8'), {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  return supergraph.apiSchema().toGraphQLJSSchema();
}
