import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { BENCHMARK_SUBGRAPHS } from './benchmark-graph.js';

/** The supergraph of the benchmark's subgraphs, which are all served under one address, or each at its own. */
export function composeBenchmark(url: string | ((name: string) => string)): string {
  const urlOf = typeof url === 'string' ? (name: string) => `${url}/${name}` : url;
  const { supergraphSdl, errors } = composeServices(
    BENCHMARK_SUBGRAPHS.map(({ name, typeDefs }) => ({ name, url: urlOf(name), typeDefs: parse(typeDefs) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
