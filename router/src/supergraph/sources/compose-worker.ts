import { parentPort, workerData } from 'node:worker_threads';
import { composeServices } from '@apollo/composition';
import { type DocumentNode, GraphQLError, getLocation, parse, Source } from 'graphql';
import type { Composition, SubgraphText } from './compose.js';

/** Runs in a thread of its own. */
parentPort?.postMessage(compose(workerData as readonly SubgraphText[])); // what `composeSubgraphs` gives

function compose(subgraphs: readonly SubgraphText[]): Composition {
  const parsed = subgraphs.map(({ name, url, file, text }) => ({ name, url, typeDefs: parseSubgraph(file, text) }));
  const services = parsed.flatMap(({ typeDefs, ...rest }) =>
    typeDefs instanceof GraphQLError ? [] : [{ ...rest, typeDefs }],
  );
  const unread = parsed.map(({ typeDefs }) => typeDefs).filter((read) => read instanceof GraphQLError);
  if (unread.length > 0) return { faults: unread.map(describe) };
  const { supergraphSdl, errors = [] } = composeServices(services);
  return supergraphSdl === undefined ? { faults: errors.map(describe) } : { supergraph: supergraphSdl };
}

function parseSubgraph(file: string, text: string): DocumentNode | GraphQLError {
  try {
    return parse(new Source(text, file));
  } catch (cause) {
    return cause instanceof GraphQLError ? cause : new GraphQLError(String(cause));
  }
}

/** `products.graphql:3:7, stock.graphql:9:3: …` */
function describe({ message, nodes, source, positions }: GraphQLError): string {
  const inNodes = (nodes ?? []).flatMap(({ loc }) => (loc === undefined ? [] : [placeIn(loc.source, loc.start)]));
  const [position] = positions ?? [];
  const inText = source === undefined || position === undefined ? [] : [placeIn(source, position)];
  const places = [...new Set(inNodes.length > 0 ? inNodes : inText)];
  return places.length === 0 ? message : `${places.join(', ')}: ${message}`;
}

function placeIn(source: Source, position: number): string {
  const { line, column } = getLocation(source, position);
  return `${source.name}:${line}:${column}`;
}
