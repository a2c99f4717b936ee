import { type DocumentNode, parse } from 'graphql';

/** Type definitions of a subgraph that may use every directive of federation. */
export const typeDefs = (text: string): DocumentNode =>
  parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable", "@external",
    "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject", "@context", "@fromContext"])\n${text}`);
