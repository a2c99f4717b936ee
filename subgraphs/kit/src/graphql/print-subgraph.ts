import 'reflect-metadata';
import { printSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, lexicographicSortSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import type { SubgraphContext } from './context.js';
import type { Subgraph } from './subgraph.js';

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable", "@interfaceObject", "@external", "@requires", "@inaccessible", "@authenticated", "@requiresScopes", "@listSize", "@tag"])
`;

const refuse = (): never => {
  throw new Error('A subscription brings its own source of events: `subscribe` in @Subscription.');
};

/** type-graphql asks for one; events come from the database, so that they survive a process and reach all of them. */
const NO_PUB_SUB = { publish: refuse, subscribe: refuse };

/** The schema as type-graphql builds it from the classes, before federation. */
export function buildPlainSchema<Context extends SubgraphContext>(subgraph: Subgraph<Context>): GraphQLSchema {
  return buildSchemaSync({
    resolvers: subgraph.resolvers,
    orphanedTypes: [...(subgraph.types ?? [])],
    validate: false, // inputs are checked by the use cases, which tell every fault in a typed refusal
    skipCheck: true, // federation adds what a whole schema needs
    pubSub: NO_PUB_SUB,
  });
}

/** The subgraph's SDL for composition, sorted so that its diff shows changes only. */
export function printSubgraph<Context extends SubgraphContext>(subgraph: Subgraph<Context>): string {
  return printFederated(buildPlainSchema(subgraph));
}

/** SDL of a plain schema with the federation link in front. */
export function printFederated(schema: GraphQLSchema): string {
  return `${LINK}\n${printSubgraphSchema(lexicographicSortSchema(schema)).trim()}\n`;
}
