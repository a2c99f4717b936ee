import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { BENCHMARK_SUBGRAPHS } from './benchmark-graph.js';
import { serveSchemas } from './serve-schemas.js';

/** The four subgraphs of the standard benchmark in a process of their own; or the one that is named, at that port. */
const [only, port] = process.argv.slice(2);

serveSchemas(
  new Map<string, GraphQLSchema>(
    BENCHMARK_SUBGRAPHS.filter(({ name }) => only === undefined || name === only).map(
      ({ name, typeDefs, resolvers }) => [
        name,
        // The resolvers of this benchmark fit its schemas; the library's types are looser than ours.
        buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]),
      ],
    ),
  ),
  {},
  Number(port ?? 0),
);
