import 'reflect-metadata';
import { printSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, lexicographicSortSchema, OperationTypeNode } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import type { SubgraphContext } from './context.js';
import type { Subgraph } from './subgraph.js';

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable", "@interfaceObject", "@external", "@requires", "@inaccessible", "@authenticated", "@requiresScopes", "@listSize", "@tag"])
`;

/** For subgraphs that say how long answers may be kept; the router reads it in the supergraph. */
const CACHE_LINK = `  @link(url: "https://fleetgraph.example/cacheControl/v0.1", import: ["@cacheControl"])
  @composeDirective(name: "@cacheControl")

directive @cacheControl(maxAge: Int, inheritMaxAge: Boolean) on FIELD_DEFINITION | INTERFACE | OBJECT | UNION
`;

const refuse = (): never => {
  throw new Error('A subscription brings its own source of events: `subscribe` in @Subscription.');
};

/** type-graphql asks for one; events come from the database, so that they survive a process and reach all of them. */
const NO_PUB_SUB = { publish: refuse, subscribe: refuse };

/** type-graphql has no class to describe them by. */
const ROOT_DESCRIPTIONS = [
  [OperationTypeNode.QUERY, 'What can be read.'],
  [OperationTypeNode.MUTATION, 'What can be changed; each answers a union of its success and its typed refusals.'],
  [
    OperationTypeNode.SUBSCRIPTION,
    'What can be followed live over graphql-transport-ws; the present state comes first.',
  ],
] as const;

/** The schema as type-graphql builds it from the classes, before federation. */
export function buildPlainSchema<Context extends SubgraphContext>(subgraph: Subgraph<Context>): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: subgraph.resolvers,
    orphanedTypes: [...(subgraph.types ?? [])],
    validate: false, // inputs are checked by the use cases, which tell every fault in a typed refusal
    skipCheck: true, // federation adds what a whole schema needs
    pubSub: NO_PUB_SUB,
  });
  for (const [operation, description] of ROOT_DESCRIPTIONS) {
    const root = schema.getRootType(operation);
    if (root != null) root.description = description;
  }
  return schema;
}

/** The subgraph's SDL for composition, sorted so that its diff shows changes only. */
export function printSubgraph<Context extends SubgraphContext>(subgraph: Subgraph<Context>): string {
  return printFederated(buildPlainSchema(subgraph));
}

/** SDL of a plain schema with the federation link in front. */
export function printFederated(schema: GraphQLSchema): string {
  const sdl = printSubgraphSchema(lexicographicSortSchema(schema)).trim();
  const link = sdl.includes('@cacheControl(')
    ? LINK.replace('"@tag"', '"@tag", "@composeDirective"') + CACHE_LINK
    : LINK;
  return `${link}\n${sdl}\n`;
}
