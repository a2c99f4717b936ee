import { type GraphQLFieldResolver, type GraphQLSchema, graphql } from 'graphql';
import type { JsonAnswer } from '../plain-gateway.js';

/** The right answer to an operation, as long as no subgraph fails. */
export type Reference = (
  schema: GraphQLSchema,
  query: string,
  variables: Readonly<Record<string, unknown>>,
) => Promise<JsonAnswer>;

/** Answers as a graph does that is one program and no federation. */
export const asOneProgram =
  (fieldResolver: GraphQLFieldResolver<unknown, unknown>): Reference =>
  async (schema, source, variableValues) =>
    JSON.parse(JSON.stringify(await graphql({ schema, source, variableValues, fieldResolver })));
