import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { serveSchemas } from './serve-schemas.js';
import { entityResolvers, typeOfThing, valueOfField } from './values-by-type.js';

/**
 * Stands in for the six subgraphs of our own graph, in one process: their committed schemas are real, the values behind them
 * are made from types (`values-by-type.ts`), because the router is what is measured here and no database beside it.
 */
const folder = path.resolve(import.meta.dirname, '../../../../schema/subgraphs');

serveSchemas(
  new Map(readdirSync(folder).map((file) => [path.basename(file, '.graphql'), load(path.join(folder, file))])),
  { fieldResolver: valueOfField, typeResolver: typeOfThing },
);

function load(file: string) {
  const typeDefs = parse(readFileSync(file, 'utf8'));
  // The library's type of resolvers has no room for references of interfaces, which it knows all the same.
  const resolvers = entityResolvers(buildSubgraphSchema([{ typeDefs }])) as never;
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}
