import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { createResolversMap } from 'type-graphql';
import type { SubgraphContext } from './context.js';
import { enforceRights } from './enforce-rights.js';
import { buildPlainSchema, printFederated } from './print-subgraph.js';
import type { Subgraph } from './subgraph.js';

/** The executable federated schema of a subgraph, with rights enforced. */
export function buildSubgraph<Context extends SubgraphContext>(subgraph: Subgraph<Context>): GraphQLSchema {
  const plain = buildPlainSchema(subgraph);
  const resolvers: Record<string, object> = { ...createResolversMap(plain) };
  for (const [type, resolve] of Object.entries(subgraph.references)) {
    if (plain.getType(type) === undefined)
      throw new Error(`${subgraph.name} has a reference for ${type}, but no such type.`);
    resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  }
  return enforceRights(
    buildSubgraphSchema([
      // The two packages type resolver maps differently; both mean type → field → function.
      { typeDefs: parse(printFederated(plain)), resolvers: resolvers as never },
    ]),
  );
}
