import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';

/** The schema that clients see: the supergraph without federation's own parts and without what is inaccessible. */
export function toApiSchema(supergraphSdl: string): GraphQLSchema {
  return Supergraph.build(supergraphSdl, { supportedFeatures: null, validateSupergraph: false })
    .apiSchema()
    .toGraphQLJSSchema();
}
