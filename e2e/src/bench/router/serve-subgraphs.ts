import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { BENCHMARK_SUBGRAPHS } from './benchmark-graph.js';
import { serveSchemas } from './serve-schemas.js';

/** The four subgraphs of the standard benchmark, in a process of their own. */
serveSchemas(
  new Map<string, GraphQLSchema>(
    BENCHMARK_SUBGRAPHS.map(({ name, typeDefs, resolvers }) => [
      name,
      // The resolvers of this benchmark fit its schemas; the library's types are looser than ours.
      buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]),
    ]),
  ),
);
