import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { BENCHMARK_SUBGRAPHS } from './benchmark-graph.js';

/** The supergraph of the benchmark's subgraphs, which are all served under one address. */
export function composeBenchmark(url: string): string {
  const { supergraphSdl, errors } = composeServices(
    BENCHMARK_SUBGRAPHS.map(({ name, typeDefs }) => ({ name, url: `${url}/${name}`, typeDefs: parse(typeDefs) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
